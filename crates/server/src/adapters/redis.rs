//! Telling the windows of all instances, through Redis: one channel that every instance publishes to and listens to.
//!
//! What happens here is told here at once, whether or not Redis is there. What the others missed while it was not,
//! their windows find in the database: after every break all of them look.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use domain::UserId;
use futures_util::StreamExt as _;
use redis::{
    AsyncConnectionConfig, Client, IntoConnectionInfo as _, Msg, RedisError,
    aio::{MultiplexedConnection, PubSubSink, PubSubStream},
};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{broadcast, mpsc},
    time::{Instant, MissedTickBehavior, interval, sleep_until, timeout},
};
use uuid::Uuid;

use super::broadcast::Local;
use crate::ports::broadcast::{Broadcast, Heard, News};

/// The channel. Another form of what is said gets another name: instances of two versions run side by side.
const CHANNEL: &str = "personal-settings:news:1";
/// So much may wait to be published; what comes on top is lost, and the others are told to look.
const WAITING: usize = 1_024;
/// Longer than Redis ever takes.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often it is asked whether it is still there: a connection can be dead without anybody saying so.
const ASK_EVERY: Duration = Duration::from_secs(15);
/// How long to wait before another try, at first and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// The windows of all instances.
pub struct Redis {
    client: Client,
    local: Arc<Local>,
    /// Who said it: an instance does not listen to itself.
    instance: Uuid,
    /// What is to be published. There from the first use on: most commands never tell or follow anything.
    outgoing: OnceLock<mpsc::Sender<News>>,
    /// Whether more was to be published than can wait.
    overflow: Arc<AtomicBool>,
}

/// What stands on the channel.
#[derive(Serialize, Deserialize)]
struct Said {
    by: Uuid,
    /// Nothing: something got lost, so all look.
    news: Option<News>,
}

/// Why a connection ended.
#[derive(Debug)]
enum Broken {
    Redis(RedisError),
    Silent,
}

impl From<RedisError> for Broken {
    fn from(error: RedisError) -> Self {
        Self::Redis(error)
    }
}

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Redis(error) => error.fmt(formatter),
            Self::Silent => formatter.write_str("no answer"),
        }
    }
}

impl Redis {
    /// Reads the address. Nothing is connected yet.
    ///
    /// # Errors
    /// A text when it can't be read. The address is not in it: it may hold a password.
    pub fn new(url: &str, instance: Uuid) -> Result<Self, String> {
        Ok(Self {
            client: client(url)?,
            local: Arc::default(),
            instance,
            outgoing: OnceLock::new(),
            overflow: Arc::default(),
        })
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// A text that says why not.
    pub async fn check(url: &str) -> Result<(), String> {
        let client = client(url)?;
        let asked = async {
            let mut connection = connect(&client).await?;
            redis::cmd("PING").query_async::<()>(&mut connection).await
        };
        match timeout(PATIENCE, asked).await {
            Ok(answer) => answer.map_err(|error| error.to_string()),
            Err(_) => Err("no answer".to_owned()),
        }
    }

    fn outgoing(&self) -> &mpsc::Sender<News> {
        self.outgoing.get_or_init(|| {
            let (outgoing, waiting) = mpsc::channel(WAITING);
            let link = Link {
                client: self.client.clone(),
                local: Arc::clone(&self.local),
                instance: self.instance,
                waiting,
                overflow: Arc::clone(&self.overflow),
                // What the one before it on this machine had to say when it died, nobody heard.
                lost: true,
            };
            tokio::spawn(link.keep());
            outgoing
        })
    }
}

#[async_trait]
impl Broadcast for Redis {
    async fn tell(&self, news: News) {
        self.local.deliver(news.clone());
        // Nobody waits for Redis.
        if self.outgoing().try_send(news).is_err() {
            self.overflow.store(true, Ordering::Relaxed);
            metrics::counter!("broadcast_lost_total").increment(1);
        }
    }

    fn follow(&self, user: UserId) -> Option<broadcast::Receiver<Heard>> {
        self.outgoing();
        self.local.follow(user)
    }
}

fn client(url: &str) -> Result<Client, String> {
    let info = url.into_connection_info().map_err(|error| format!("redis.url: {}", error.category()))?;
    Client::open(info).map_err(|error| format!("redis.url: {}", error.category()))
}

async fn connect(client: &Client) -> Result<MultiplexedConnection, RedisError> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE));
    client.get_multiplexed_async_connection_with_config(&config).await
}

/// The way to the other instances.
struct Link {
    client: Client,
    local: Arc<Local>,
    instance: Uuid,
    waiting: mpsc::Receiver<News>,
    overflow: Arc<AtomicBool>,
    /// Whether something could not be said.
    lost: bool,
}

/// What a whole link consists of.
struct Ends {
    publisher: MultiplexedConnection,
    subscriber: PubSubSink,
    heard: PubSubStream,
}

impl Link {
    /// Keeps it, until nobody has anything to tell any more.
    async fn keep(mut self) {
        let mut pause = PAUSES.0;
        let mut was_up = true;
        loop {
            let broken = match self.open().await {
                Ok(mut ends) => {
                    if !was_up {
                        tracing::info!("Redis is back");
                    }
                    (pause, was_up) = (PAUSES.0, true);
                    metrics::gauge!("redis_up").set(1.0);
                    match self.work(&mut ends).await {
                        Ok(()) => return,
                        Err(broken) => broken,
                    }
                }
                Err(broken) => broken,
            };
            metrics::gauge!("redis_up").set(0.0);
            if was_up {
                tracing::error!(%broken, "Redis can't be reached: windows at other instances learn late what is new");
                metrics::counter!("redis_outages_total").increment(1);
            }
            was_up = false;
            if !self.wait(pause).await {
                return;
            }
            pause = (pause * 2).min(PAUSES.1);
        }
    }

    /// Connects both ways. Then everybody here looks: what was said before, nobody heard.
    async fn open(&mut self) -> Result<Ends, Broken> {
        let opened = async {
            let publisher = connect(&self.client).await?;
            let mut both = self.client.get_async_pubsub().await?;
            both.subscribe(CHANNEL).await?;
            let (subscriber, heard) = both.split();
            Ok::<_, Broken>(Ends { publisher, subscriber, heard })
        };
        let ends = timeout(PATIENCE, opened).await.map_err(|_| Broken::Silent)??;
        self.local.look_all();
        Ok(ends)
    }

    /// Says and hears, until the link breaks or nobody has anything to tell any more.
    async fn work(&mut self, ends: &mut Ends) -> Result<(), Broken> {
        let mut ask = interval(ASK_EVERY);
        ask.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            if self.overflow.swap(false, Ordering::Relaxed) || self.lost {
                self.say(&mut ends.publisher, None).await?;
            }
            tokio::select! {
                news = self.waiting.recv() => match news {
                    Some(news) => self.say(&mut ends.publisher, Some(news)).await?,
                    None => return Ok(()),
                },
                said = ends.heard.next() => self.hear(&said.ok_or(Broken::Silent)?),
                _ = ask.tick() => {
                    let answer = timeout(PATIENCE, ends.subscriber.ping::<redis::Value>()).await;
                    answer.map_err(|_| Broken::Silent)??;
                }
            }
        }
    }

    async fn say(&mut self, publisher: &mut MultiplexedConnection, news: Option<News>) -> Result<(), Broken> {
        let said = serde_json::to_string(&Said { by: self.instance, news }).unwrap_or_default();
        // Until there is an answer, it may be lost.
        self.lost = true;
        redis::cmd("PUBLISH").arg(CHANNEL).arg(said).query_async::<()>(publisher).await?;
        self.lost = false;
        Ok(())
    }

    fn hear(&self, said: &Msg) {
        match serde_json::from_slice::<Said>(said.get_payload_bytes()) {
            Ok(said) if said.by == self.instance => {}
            Ok(Said { news: Some(news), .. }) => self.local.deliver(news),
            // Nobody in particular, or a newer version's: whatever it is about, the database has it.
            Ok(Said { news: None, .. }) | Err(_) => self.local.look_all(),
        }
    }

    /// Waits for the next try. What is to be said meanwhile is lost. Answers whether anybody still tells.
    async fn wait(&mut self, pause: Duration) -> bool {
        let until = sleep_until(Instant::now() + pause);
        tokio::pin!(until);
        loop {
            tokio::select! {
                () = &mut until => return true,
                news = self.waiting.recv() => match news {
                    Some(_) => self.lost = true,
                    None => return false,
                },
            }
        }
    }
}
