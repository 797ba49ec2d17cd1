//! Many open windows for `cargo xtask bench`: holds a notification stream for each of many people, and tells how long
//! an event takes to reach the last of them.
//!
//! `windows HOST:PORT SESSIONS-FILE FIRST COUNT EVENT-TITLE`
//!
//! Prints `open` once all streams are. A line on standard input then says that the event with this title is being
//! reported; what is printed in the end is the milliseconds from there until the last window had it.

use std::{
    fs,
    io::{BufRead as _, stdin},
    time::Instant,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc::{Sender, channel},
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
async fn main() -> Outcome<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [server, sessions, first, count, title] = arguments.as_slice() else {
        return Err("windows HOST:PORT SESSIONS-FILE FIRST COUNT EVENT-TITLE".into());
    };
    let count: usize = count.parse()?;
    let sessions = fs::read_to_string(sessions)?;
    let chosen: Vec<_> = sessions.lines().skip(first.parse()?).take(count).collect();
    let (told, mut telling) = channel(count);
    for session in &chosen {
        let stream = open(server, session).await?;
        tokio::spawn(wait_for(stream, title.clone(), told.clone()));
    }
    println!("open");
    let go = tokio::task::spawn_blocking(|| stdin().lock().lines().next());
    drop(go.await?);
    let started = Instant::now();
    for _ in &chosen {
        telling.recv().await.ok_or("a stream has ended")?;
    }
    println!("{:.1}", started.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}

/// A stream whose head has come.
async fn open(server: &str, session: &str) -> Outcome<TcpStream> {
    let mut stream = TcpStream::connect(server).await?;
    let request = format!(
        "GET /rpc/v1/notifications/stream?after=0 HTTP/1.1\r\nHost: {server}\r\nCookie: session={session}\r\n\
         Accept: text/event-stream\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    if head.starts_with(b"HTTP/1.1 200") { Ok(stream) } else { Err(String::from_utf8_lossy(&head).into()) }
}

/// Reads until the title has come.
async fn wait_for(mut stream: TcpStream, title: String, told: Sender<()>) {
    let mut read = Vec::new();
    while !String::from_utf8_lossy(&read).contains(&title) {
        if !matches!(stream.read_buf(&mut read).await, Ok(1..)) {
            return;
        }
    }
    // Fails when nobody counts any more.
    let _ = told.send(()).await;
    // The window stays open for as long as the others.
    std::future::pending::<()>().await;
}
