//! `/rpc/v1/profile/picture`, and `/pictures/{name}`

use std::{
    fs::{self, File},
    io::Cursor,
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use axum::http::StatusCode;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::picture::{FILE_MAX, SIDE};
use image::{
    Delay, DynamicImage, Frame, GenericImageView as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage,
    codecs::gif::GifEncoder,
};
use serde_json::{Value, json};
use server::service;
use testkit::{Answer, EMAIL, Request, TestApp};

const SET: &str = "/rpc/v1/profile/picture";
const RED: [u8; 3] = [220, 20, 20];
const GREEN: [u8; 3] = [20, 200, 20];
const BLUE: [u8; 3] = [20, 20, 220];
const YELLOW: [u8; 3] = [220, 220, 20];
const WHITE: [u8; 3] = [255, 255, 255];

/// 80 by 40 pixels: red and green above, blue and yellow below.
fn four_colours() -> DynamicImage {
    let colour = |x, y| match (x < 40, y < 20) {
        (true, true) => RED,
        (false, true) => GREEN,
        (true, false) => BLUE,
        (false, false) => YELLOW,
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(80, 40, |x, y| Rgb(colour(x, y))))
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Vec::new();
    picture.write_to(&mut Cursor::new(&mut file), format).expect("written");
    file
}

/// A JPEG with what cameras write into theirs: how it is turned, and what it shows.
fn from_camera(picture: &DynamicImage, orientation: u8) -> Vec<u8> {
    let jpeg = file(picture, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    exif.extend([0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"Greenwich 51.4779 N");
    let length = u16::try_from(exif.len() + 2).expect("a small segment").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

/// A PNG whose head claims another size, and other kinds of pixels. Its checksum is right.
fn claiming(width: u32, height: u32, depth: u8, colours: u8) -> Vec<u8> {
    let mut png = file(&four_colours(), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    png[24] = depth;
    png[25] = colours;
    let mut crc = u32::MAX;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

async fn set(app: &TestApp, cookie: &str, file: &[u8], crop: Value) -> Answer {
    let body = json!({ "file": BASE64_STANDARD.encode(file), "crop": crop });
    app.post_as(cookie, SET, body).await
}

/// Sets a picture that is all right. Answers its name.
async fn set_well(app: &TestApp, cookie: &str, file: &[u8]) -> String {
    let answer = set(app, cookie, file, Value::Null).await.done();
    answer.as_str().expect("a name").to_owned()
}

async fn served(app: &TestApp, name: &str) -> Answer {
    app.get(&format!("/pictures/{name}")).await
}

/// The picture as everybody sees it.
async fn shown(app: &TestApp, name: &str) -> DynamicImage {
    let answer = served(app, name).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(image::guess_format(&answer.bytes).expect("a picture"), ImageFormat::Jpeg);
    image::load_from_memory(&answer.bytes).expect("a picture")
}

/// The colours in the corners, row by row.
#[track_caller]
fn assert_corners(picture: &DynamicImage, expected: [[u8; 3]; 4]) {
    assert_eq!(picture.dimensions(), (SIDE, SIDE));
    let (near, far) = (SIDE / 8, SIDE - SIDE / 8);
    for ((x, y), expected) in [(near, near), (far, near), (near, far), (far, far)].into_iter().zip(expected) {
        let Rgba([red, green, blue, _]) = picture.get_pixel(x, y);
        let close = [red, green, blue].iter().zip(expected).all(|(got, wanted)| got.abs_diff(wanted) < 24);
        assert!(close, "{x}, {y}: {:?} instead of {expected:?}", [red, green, blue]);
    }
}

/// Every file in the folder of objects.
fn objects(app: &TestApp) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&app.app.config.objects_folder(), &mut found);
    found
}

async fn my_picture(app: &TestApp, cookie: &str) -> Option<String> {
    app.get_as(cookie, "/rpc/v1/me").await.done()["picture"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn every_kind_of_file_becomes_a_square_jpeg() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let name = set_well(&app, &cookie, &file(&four_colours(), format)).await;
        assert_corners(&shown(&app, &name).await, [RED, GREEN, BLUE, YELLOW]);
        assert_eq!(my_picture(&app, &cookie).await, Some(name.clone()));
        let profile = app.get_as(&cookie, "/rpc/v1/profile").await.done();
        assert_eq!((&profile["picture"], &profile["version"]), (&json!(name), &json!(1)), "{format:?}");
    }
    // As large as a file may be: what follows a picture is no part of it.
    let mut large = file(&four_colours(), ImageFormat::Png);
    large.resize(FILE_MAX, 0);
    let name = set_well(&app, &cookie, &large).await;
    assert_corners(&shown(&app, &name).await, [RED, GREEN, BLUE, YELLOW]);
    let deep = DynamicImage::ImageRgba16(four_colours().to_rgba16());
    let name = set_well(&app, &cookie, &file(&deep, ImageFormat::Png)).await;
    assert_corners(&shown(&app, &name).await, [RED, GREEN, BLUE, YELLOW]);
}

#[tokio::test]
async fn the_chosen_square_is_kept() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let png = file(&four_colours(), ImageFormat::Png);
    let name = set(&app, &cookie, &png, json!({ "x": 40, "y": 0, "side": 20 })).await.done();
    assert_corners(&shown(&app, name.as_str().expect("a name")).await, [GREEN; 4]);
    let name = set(&app, &cookie, &png, json!({ "x": 40, "y": 0, "side": 40 })).await.done();
    assert_corners(&shown(&app, name.as_str().expect("a name")).await, [GREEN, GREEN, YELLOW, YELLOW]);
    let name = set(&app, &cookie, &png, json!({ "x": 79, "y": 39, "side": 1 })).await.done();
    assert_corners(&shown(&app, name.as_str().expect("a name")).await, [YELLOW; 4]);
}

#[tokio::test]
async fn it_is_upright_and_tells_nothing_of_its_camera() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let turned = from_camera(&four_colours(), 6);
    assert!(turned.windows(9).any(|part| part == b"Greenwich"));
    let name = set_well(&app, &cookie, &turned).await;
    assert_corners(&shown(&app, &name).await, [BLUE, RED, YELLOW, GREEN]);
    let stored = served(&app, &name).await.bytes;
    for trace in [b"Exif".as_slice(), b"Greenwich", &[0xff, 0xe1]] {
        assert!(!stored.windows(trace.len()).any(|part| part == trace), "{trace:?}");
    }
    // What is shown is 40 wide and 80 high, and so is what a square may lie in.
    let name = set(&app, &cookie, &turned, json!({ "x": 0, "y": 40, "side": 40 })).await.done();
    assert_corners(&shown(&app, name.as_str().expect("a name")).await, [YELLOW, GREEN, YELLOW, GREEN]);
    let outside = set(&app, &cookie, &turned, json!({ "x": 40, "y": 0, "side": 40 })).await;
    assert_eq!(outside.json()["data"]["fields"][0]["problem"], "crop_outside");
}

#[tokio::test]
async fn of_an_animation_the_first_frame_is_kept() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut gif = Vec::new();
    let frame = |[red, green, blue]: [u8; 3]| {
        let still = RgbaImage::from_pixel(40, 40, Rgba([red, green, blue, 255]));
        Frame::from_parts(still, 0, 0, Delay::from_numer_denom_ms(100, 1))
    };
    GifEncoder::new(&mut gif).encode_frames([RED, BLUE, GREEN].map(frame)).expect("written");
    let name = set_well(&app, &cookie, &gif).await;
    assert_corners(&shown(&app, &name).await, [RED; 4]);
}

#[tokio::test]
async fn what_is_transparent_is_white() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let colour = |x, _| if x < 20 { Rgba([0, 0, 0, 0]) } else { Rgba([20, 20, 220, 255]) };
    let half = DynamicImage::ImageRgba8(RgbaImage::from_fn(40, 40, colour));
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let name = set_well(&app, &cookie, &file(&half, format)).await;
        assert_corners(&shown(&app, &name).await, [WHITE, BLUE, WHITE, BLUE]);
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let png = file(&four_colours(), ImageFormat::Png);
    let [gif, webp] = [ImageFormat::Gif, ImageFormat::WebP].map(|format| file(&four_colours(), format));
    let jpeg = file(&four_colours(), ImageFormat::Jpeg);
    let mut too_large = png.clone();
    too_large.resize(FILE_MAX + 1, 0);
    let wide_gif = [b"GIF89a".as_slice(), &[0xff; 4], &gif[10..]].concat();
    let mut wide_jpeg = jpeg.clone();
    let head = wide_jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).expect("a head");
    wide_jpeg[head + 5..head + 9].copy_from_slice(&[0xff, 0, 0xff, 0]);
    let cases: [(&str, Vec<u8>, &str); 19] = [
        ("nothing", Vec::new(), "picture_kind"),
        ("a text", b"Analytical Engine".to_vec(), "picture_kind"),
        ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".to_vec(), "picture_kind"),
        ("a page", b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), "picture_kind"),
        ("a BMP", b"BM\x3a\0\0\0\0\0\0\0".to_vec(), "picture_kind"),
        ("a page that begins like a PNG", b"\x89PNG\r\n\x1a\n<script>".to_vec(), "picture_broken"),
        ("half a PNG", png[..png.len() / 2].to_vec(), "picture_broken"),
        ("half a GIF", gif[..gif.len() / 2].to_vec(), "picture_broken"),
        ("half a WebP", webp[..webp.len() / 2].to_vec(), "picture_broken"),
        ("the head of a JPEG", jpeg[..60].to_vec(), "picture_broken"),
        ("one byte too many", too_large, "picture_too_large"),
        ("a bomb", claiming(50_000, 50_000, 8, 2), "picture_too_many_pixels"),
        ("the largest PNG", claiming(u32::MAX >> 1, u32::MAX >> 1, 8, 6), "picture_too_many_pixels"),
        ("a row too many", claiming(8_000, 5_001, 8, 2), "picture_too_many_pixels"),
        ("no row too many, but no pixels", claiming(8_000, 5_000, 8, 2), "picture_broken"),
        ("twice as much as it looks", claiming(8_000, 5_000, 16, 6), "picture_too_many_pixels"),
        ("a wide GIF", wide_gif, "picture_too_many_pixels"),
        ("a wide JPEG", wide_jpeg, "picture_too_many_pixels"),
        ("no pixels at all", claiming(0, 40, 8, 2), "picture_broken"),
    ];
    for (what, bytes, problem) in cases {
        let answer = set(&app, &cookie, &bytes, Value::Null).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.body);
        let expected = json!([{ "field": "picture", "problem": problem }]);
        assert_eq!(answer.json()["data"]["fields"], expected, "{what}");
    }
    let no_base64 = json!({ "file": "data:image/png;base64,iVBORw0KGgo=", "crop": null });
    let answer = app.post_as(&cookie, SET, no_base64).await;
    assert_eq!(answer.json()["data"]["fields"][0]["problem"], "picture_broken");
    assert_eq!(my_picture(&app, &cookie).await, None);
    assert_eq!(objects(&app), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn a_square_outside_its_picture_is_refused() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let png = file(&four_colours(), ImageFormat::Png);
    for (x, y, side) in
        [(0, 0, 0), (0, 0, 41), (41, 0, 40), (0, 1, 40), (80, 40, 1), (u32::MAX, 0, 1), (1, 1, u32::MAX)]
    {
        let answer = set(&app, &cookie, &png, json!({ "x": x, "y": y, "side": side })).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{x}, {y}, {side}");
        let expected = json!([{ "field": "picture", "problem": "crop_outside" }]);
        assert_eq!(answer.json()["data"]["fields"], expected, "{x}, {y}, {side}");
    }
    for unreadable in
        [json!({ "x": -1, "y": 0, "side": 1 }), json!({ "x": 0, "y": 0, "side": 1, "turn": 90 })]
    {
        assert_eq!(set(&app, &cookie, &png, unreadable).await.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(objects(&app), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn only_people_send_much_and_only_where_a_picture_goes() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let sent = |kilobytes: usize| json!({ "file": "A".repeat(kilobytes * 1024), "crop": null });
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned());
    let found = |answer: Answer| (answer.status, answer.code());
    assert_eq!(found(app.post(SET, sent(65)).await), too_large, "a stranger");
    let ended = app.send(Request::post(SET, &sent(65)).cookie("session=of-nobody")).await;
    assert_eq!(found(ended), too_large, "whoever looks like somebody");
    assert_eq!(app.post_as(&cookie, SET, sent(65)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(found(app.post_as(&cookie, SET, sent(7 * 1024)).await), too_large, "more than any file");
    for other in ["/rpc/v1/profile", "/rpc/v1/profile/picture/remove", "/rpc/v1/profile/picture/"] {
        assert_eq!(found(app.post_as(&cookie, other, sent(65)).await), too_large, "{other}");
    }
}

#[tokio::test]
async fn of_large_bodies_only_a_few_are_held_at_once() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let (small, large) = (json!({ "file": "AAAA", "crop": null }), json!({ "file": "A".repeat(1 << 17) }));
    let found = async |cookie: &str, body: &Value| {
        let answer = app.post_as(cookie, SET, body.clone()).await;
        (answer.status, answer.code())
    };
    let held: Vec<_> = (0..8).map(|_| app.app.uploads.try_acquire().expect("a place")).collect();
    let busy = (StatusCode::SERVICE_UNAVAILABLE, "busy".to_owned());
    assert_eq!(found(&cookie, &large).await, busy, "the ninth");
    assert_eq!(found(&cookie, &small).await.1, "invalid", "what is small needs no place");
    assert_eq!(found("session=of-nobody", &large).await.1, "too_large", "strangers have none");
    drop(held);
    // However it ends, the place is free again.
    for _ in 0..9 {
        assert_eq!(found(&cookie, &large).await.1, "invalid");
        assert_eq!(found(&cookie, &json!({ "file": "A".repeat(8 << 20) })).await.1, "too_large");
    }
    assert_eq!(app.app.uploads.available_permits(), 8);
}

#[tokio::test]
async fn it_is_shown_to_whoever_knows_its_name_and_kept_for_long() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let name = set_well(&app, &cookie, &file(&four_colours(), ImageFormat::Png)).await;
    let answer = served(&app, &name).await;
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
    assert!(!answer.headers.contains_key("vary") && !answer.headers.contains_key("set-cookie"));
    let elsewhere = Request::get(&format!("/pictures/{name}")).header("sec-fetch-site", "cross-site");
    assert_eq!(app.send(elsewhere).await.bytes, answer.bytes, "the desktop window's page has another origin");
    assert_eq!(served(&app, "nothing").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn no_name_is_found_by_trying() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let png = file(&four_colours(), ImageFormat::Png);
    let (first, second) = (set_well(&app, &cookie, &png).await, set_well(&app, &cookie, &png).await);
    let alike = first.bytes().zip(second.bytes()).filter(|(one, other)| one == other).count();
    assert!(alike < 16, "{first} and {second}");
    let object = objects(&app).pop().expect("an object");
    let object = object.file_name().expect("a name").to_string_lossy().into_owned();
    let mut next = second.clone().into_bytes();
    next[31] = if next[31] == b'a' { b'b' } else { b'a' };
    let tried = [
        String::from_utf8(next).expect("letters"),
        second.to_uppercase(),
        format!("{second}.jpg"),
        second[..31].to_owned(),
        "_".repeat(32),
        "%25".repeat(32),
        object.clone(),
        object.replace('-', ""),
        "..%2f..%2fsecrets.key".to_owned(),
        "%ff".to_owned(),
    ];
    let constant = served(&app, "nothing").await;
    assert_eq!(constant.status, StatusCode::NOT_FOUND);
    for name in tried {
        let answer = served(&app, &name).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &constant.body), "{name}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    }
}

#[tokio::test]
async fn the_one_before_is_gone_with_its_name() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let png = file(&four_colours(), ImageFormat::Png);
    let first = set_well(&app, &cookie, &png).await;
    let second = set_well(&app, &cookie, &png).await;
    assert_eq!(served(&app, &first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(served(&app, &second).await.status, StatusCode::OK);
    app.work().await;
    assert_eq!(objects(&app).len(), 1);
    // A wrong one takes nothing away.
    set(&app, &cookie, b"GIF89a", Value::Null).await;
    assert_eq!(my_picture(&app, &cookie).await.as_ref(), Some(&second));
    for _ in 0..2 {
        app.post_as(&cookie, "/rpc/v1/profile/picture/remove", json!({})).await.done();
        assert_eq!(served(&app, &second).await.status, StatusCode::NOT_FOUND);
        assert_eq!(my_picture(&app, &cookie).await, None);
    }
    app.work().await;
    assert_eq!(objects(&app), Vec::<PathBuf>::new());
    let log =
        app.post_as(&cookie, "/rpc/v1/security/activity", json!({ "filter": {}, "cursor": null })).await;
    let log = log.done().to_string();
    assert_eq!(log.matches("picture_changed").count(), 2, "{log}");
    assert_eq!(log.matches("picture_removed").count(), 1, "{log}");
}

#[tokio::test]
async fn hiding_it_gives_it_another_name() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let show = async |shown: bool| {
        let body = json!({ "item": "picture", "shown": shown });
        app.post_as(&cookie, "/rpc/v1/privacy", body).await.done();
    };
    show(true).await;
    let name = set_well(&app, &cookie, &file(&four_colours(), ImageFormat::Png)).await;
    show(false).await;
    assert_eq!(served(&app, &name).await.status, StatusCode::NOT_FOUND);
    let hidden = my_picture(&app, &cookie).await.expect("still there");
    assert_corners(&shown(&app, &hidden).await, [RED, GREEN, BLUE, YELLOW]);
}

#[tokio::test]
async fn of_many_at_once_one_stays() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let png = file(&four_colours(), ImageFormat::Png);
    let all = futures_util::future::join_all((0..5).map(|_| set_well(&app, &cookie, &png))).await;
    let mut found = 0;
    for name in &all {
        found += usize::from(served(&app, name).await.status == StatusCode::OK);
    }
    assert_eq!(found, 1);
    app.work().await;
    assert_eq!(objects(&app).len(), 1);
}

#[tokio::test]
async fn it_goes_with_its_person() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let name = set_well(&app, &cookie, &file(&four_colours(), ImageFormat::Png)).await;
    let person = service::people::find(&app.app, EMAIL).await.expect("an answer").expect("a person");
    service::deletion::delete_as_admin(&app.app, person.id).await.expect("deleted");
    assert_eq!(served(&app, &name).await.status, StatusCode::NOT_FOUND);
    app.work().await;
    assert_eq!(objects(&app), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_nothing_names_is_swept_up() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    set_well(&app, &cookie, &file(&four_colours(), ImageFormat::Png)).await;
    let named = objects(&app);
    let folder = app.app.config.objects_folder();
    let left = |kind: &str, id: &str| {
        let path = folder.join(kind).join(&id[..2]).join(id);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, b"left behind").expect("written");
        path
    };
    let old = [
        left("pictures", "00000000-0000-4000-8000-000000000000"),
        left("pictures", "ff000000-0000-4000-8000-000000000000"),
        left("screenshots", "7f000000-0000-4000-8000-000000000000"),
    ];
    let of_others = left("pictures", "7f-notes.txt");
    let young = left("pictures", "7f000000-0000-4000-8000-000000000000");
    let made = |path: &PathBuf, at: u64| {
        let at = UNIX_EPOCH + Duration::from_millis(at);
        File::options().write(true).open(path).expect("a file").set_modified(at).expect("set");
    };
    let start = u64::try_from(app.app.now().0).expect("after 1970");
    old.iter().chain(&named).chain([&of_others]).for_each(|path| made(path, start - 25 * 3_600_000));
    made(&young, start + 3 * 24 * 3_600_000);
    for _ in 0..256 {
        app.housekeeping().await;
        app.wait(600);
    }
    let mut expected = [named, vec![of_others, young]].concat();
    let mut found = objects(&app);
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn thirty_an_hour_are_enough() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.signed_in(EMAIL).await, app.signed_in("grace@example.com").await);
    for _ in 0..30 {
        let answer = set(&app, &ada, b"GIF89a", Value::Null).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    }
    let png = file(&four_colours(), ImageFormat::Png);
    let answer = set(&app, &ada, &png, Value::Null).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::TOO_MANY_REQUESTS, "too_many_tries".to_owned()));
    set_well(&app, &grace, &png).await;
    app.wait(3601);
    set_well(&app, &ada, &png).await;
}

#[tokio::test]
async fn while_nothing_can_be_kept_nothing_changes() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let png = file(&four_colours(), ImageFormat::Png);
    let name = set_well(&app, &cookie, &png).await;
    let folder = app.app.config.objects_folder();
    fs::remove_dir_all(&folder).expect("removed");
    assert_eq!(served(&app, &name).await.status, StatusCode::NOT_FOUND, "lost with the folder");
    fs::write(&folder, b"in the way").expect("written");
    let answer = set(&app, &cookie, &png, Value::Null).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::SERVICE_UNAVAILABLE, "unavailable".to_owned()));
    assert_eq!(my_picture(&app, &cookie).await, Some(name));
}
