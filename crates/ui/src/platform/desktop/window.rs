//! The window: its icon, and where and how large it was last time.

use std::{fs, path::PathBuf};

use dioxus::desktop::{
    Config, WindowBuilder, icon_from_memory,
    tao::{
        dpi::{PhysicalPosition, PhysicalSize},
        event::{Event, WindowEvent},
    },
};
use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use super::locale;

/// The page around the app: the browser's, so that language, colours and zoom are the same.
const INDEX: &str = include_str!("../../../index.html");
/// What the window is called until the first page has a title.
const FIRST_TITLE: &str = "Settings";
/// The smallest window that is any use.
const SMALLEST: PhysicalSize<u32> = PhysicalSize::new(360, 480);

/// Where the window was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    size: (u32, u32),
    position: Option<(i32, i32)>,
}

impl Default for Place {
    fn default() -> Self {
        Self { size: (1080, 800), position: None }
    }
}

impl Place {
    /// The last one, or the first.
    fn remembered() -> Self {
        let text = file().and_then(|file| fs::read_to_string(file).ok());
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// A place is a comfort: where it can't be written, the window opens where the system puts it.
    fn remember(self) -> Option<()> {
        let file = file()?;
        fs::create_dir_all(file.parent()?).ok()?;
        fs::write(file, serde_json::to_string(&self).ok()?).ok()
    }

    fn see<T>(&mut self, event: &Event<'_, T>) {
        let Event::WindowEvent { event, .. } = event else { return };
        match event {
            WindowEvent::Resized(size) if size.width > 0 && size.height > 0 => {
                self.size = (size.width, size.height);
            }
            WindowEvent::Moved(position) => self.position = Some((position.x, position.y)),
            WindowEvent::CloseRequested | WindowEvent::Destroyed => {
                self.remember();
            }
            _ => {}
        }
    }
}

fn file() -> Option<PathBuf> {
    Some(project()?.config_dir().join("window.json"))
}

/// Where the system wants this app's files.
pub fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("org", "Personal Settings", "personal-settings")
}

/// The page around the app, in the system's language.
fn index() -> String {
    let language = format!("lang=\"{}\"", locale().tag());
    INDEX.replace("{app_title}", FIRST_TITLE).replacen("lang=\"en-GB\"", &language, 1)
}

/// The window as it should open.
pub fn config() -> Config {
    let mut place = Place::remembered();
    let (width, height) = place.size;
    let mut window = WindowBuilder::new()
        .with_title(FIRST_TITLE)
        .with_inner_size(PhysicalSize::new(width, height))
        .with_min_inner_size(SMALLEST);
    if let Some((x, y)) = place.position {
        window = window.with_position(PhysicalPosition::new(x, y));
    }
    if let Ok(icon) = icon_from_memory(app_assets::APP_ICON) {
        window = window.with_window_icon(Some(icon));
    }
    let mut config = Config::new()
        .with_window(window)
        .with_custom_index(index())
        .with_custom_event_handler(move |event, _| place.see(event));
    // On macOS copy and paste live in the menu; elsewhere a menu of the framework's is clutter.
    if !cfg!(target_os = "macos") {
        config = config.with_menu(None);
    }
    config
}
