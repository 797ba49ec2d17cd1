//! Where objects are kept: a folder of this machine, or a bucket that speaks S3.
//!
//! The port is `object_store`'s own trait. Its S3 client asks through the `reqwest` that is in the tree anyway, with
//! rustls and ring as everything else here.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use object_store::{
    ClientOptions, ObjectStore, RetryConfig,
    aws::AmazonS3Builder,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
        HttpService,
    },
    local::LocalFileSystem,
    prefix::PrefixStore,
};
use secrecy::ExposeSecret as _;

use crate::config::{Config, ObjectsSection};

/// How long one request to a bucket may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long all tries together may take: a person waits for it.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the configuration names.
///
/// # Errors
/// A text that says what is wrong.
pub fn configured(config: &Config) -> Result<Arc<dyn ObjectStore>, String> {
    match &config.objects.s3_bucket {
        Some(bucket) => open_bucket(bucket, &config.objects),
        None => open_folder(&config.objects_folder()),
    }
}

/// A folder, for its owner only. What is written there survives a power cut, as what the database names it by does.
fn open_folder(folder: &Path) -> Result<Arc<dyn ObjectStore>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("data_dir: {}: {error}", folder.display());
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| failed(&error))?;
    let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| failed(&error))?;
    Ok(Arc::new(store.with_fsync(true)))
}

/// Removes what was begun below a folder of the store before `before` and never became whole: whoever wrote it died. The
/// store does not tell of it. A bucket's own rules do the same there. Answers how many there were.
///
/// # Errors
/// What went wrong.
pub async fn remove_unfinished(config: &Config, folder: &str, before: SystemTime) -> io::Result<u64> {
    if config.objects.s3_bucket.is_some() {
        return Ok(0);
    }
    let folder = config.objects_folder().join(folder);
    tokio::task::spawn_blocking(move || remove_staged(&folder, before)).await?
}

/// An object that is not whole lies beside its place, under its name with a number: `ID#1`.
fn remove_staged(folder: &Path, before: SystemTime) -> io::Result<u64> {
    let mut removed = 0;
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            removed += remove_staged(&entry.path(), before)?;
        } else if entry.file_name().as_encoded_bytes().contains(&b'#')
            && entry.metadata()?.modified()? < before
        {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// A bucket. What the section leaves out is looked for where AWS programs have it.
fn open_bucket(bucket: &str, section: &ObjectsSection) -> Result<Arc<dyn ObjectStore>, String> {
    let retry = RetryConfig { max_retries: 2, retry_timeout: PATIENCE, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::from_env()
        .with_bucket_name(bucket)
        .with_http_connector(Connector)
        .with_retry(retry)
        // Not every service that speaks S3 knows how to delete many at once.
        .with_disable_bulk_delete(true);
    if let Some(region) = &section.s3_region {
        builder = builder.with_region(region);
    }
    if let Some(endpoint) = &section.s3_endpoint_url {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if let (Some(id), Some(key)) = (&section.s3_access_key_id, &section.s3_secret_access_key) {
        builder = builder.with_access_key_id(id).with_secret_access_key(key.expose_secret());
    }
    let bucket = builder.build().map_err(|error| format!("objects: {error}"))?;
    Ok(match section.prefix()? {
        Some(prefix) => Arc::new(PrefixStore::new(bucket, prefix)),
        None => Arc::new(bucket),
    })
}

/// Makes clients of the tree's `reqwest`.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none());
        let client = client
            .build()
            .map_err(|error| object_store::Error::Generic { store: "S3", source: Box::new(error) })?;
        Ok(HttpClient::new(Client(client)))
    }
}

#[derive(Debug)]
struct Client(reqwest::Client);

#[async_trait]
impl HttpService for Client {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = request.map(reqwest::Body::wrap).try_into().map_err(failed)?;
        let answer = self.0.execute(request).await.map_err(failed)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        // At once and not as a stream: nothing is asked for that is larger than a few megabytes.
        let body = answer.bytes().await.map_err(failed)?;
        let mut response = HttpResponse::new(HttpResponseBody::from(body));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

fn failed(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_body() || error.is_decode() {
        HttpErrorKind::Interrupted
    } else if error.is_request() {
        HttpErrorKind::Request
    } else {
        HttpErrorKind::Unknown
    };
    // An address may hold a signature.
    HttpError::new(kind, error.without_url())
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        sync::{Mutex, PoisonError},
    };

    use axum::{
        Router,
        body::Bytes,
        extract::{DefaultBodyLimit, State},
        http::{HeaderMap, Method, StatusCode, Uri},
        response::{IntoResponse as _, Response},
    };
    use futures_util::TryStreamExt as _;
    use object_store::{Error, ObjectStoreExt as _, path::Path};

    use super::*;

    /// The few words of S3 that are needed here.
    #[derive(Clone, Default)]
    struct Bucket(Arc<Mutex<BTreeMap<String, Bytes>>>);

    impl Bucket {
        fn answer(&self, method: &Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> Response {
            let signed =
                headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
            if !signed.starts_with("AWS4-HMAC-SHA256 Credential=AKIA/") || !signed.contains("/eu-west-1/s3/")
            {
                return StatusCode::FORBIDDEN.into_response();
            }
            // A stream of unknown length is what S3 does not take.
            if *method == Method::PUT && headers.get("content-length").is_none() {
                return StatusCode::LENGTH_REQUIRED.into_response();
            }
            let Some(key) = uri.path().strip_prefix("/pictures") else {
                return StatusCode::NOT_FOUND.into_response();
            };
            let mut objects = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let dated =
                |body: Bytes| ([("last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"), ("etag", "1")], body);
            let query = uri.query().unwrap_or_default();
            match *method {
                Method::POST if query.starts_with("uploads") => {
                    let begun = "<InitiateMultipartUploadResult><UploadId>7</UploadId></InitiateMultipartUploadResult>";
                    begun.into_response()
                }
                // Once it is whole, its parts are one object.
                Method::POST => {
                    let is_part = |name: &String| name.starts_with(&format!("{key}?"));
                    let parts: Vec<_> = objects.keys().filter(|name| is_part(name)).cloned().collect();
                    let whole = parts.iter().filter_map(|part| objects.remove(part)).flatten().collect();
                    objects.insert(key.to_owned(), whole);
                    let done =
                        "<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>";
                    done.into_response()
                }
                Method::PUT if query.contains("partNumber=") => {
                    objects.insert(format!("{key}?{query}"), body);
                    dated(Bytes::new()).into_response()
                }
                Method::PUT => {
                    objects.insert(key.to_owned(), body);
                    dated(Bytes::new()).into_response()
                }
                Method::GET if headers.contains_key("range") => objects
                    .get(key)
                    .map_or(StatusCode::NOT_FOUND.into_response(), |object| part(object, headers)),
                Method::GET if uri.query().is_some_and(|query| query.contains("list-type=2")) => {
                    list(&objects, uri.query().unwrap_or_default()).into_response()
                }
                Method::GET => objects.get(key).map_or_else(
                    || StatusCode::NOT_FOUND.into_response(),
                    |object| dated(object.clone()).into_response(),
                ),
                Method::DELETE => {
                    objects.remove(key);
                    StatusCode::NO_CONTENT.into_response()
                }
                _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
            }
        }
    }

    /// `bytes=FROM-TO`, both of them.
    fn part(object: &Bytes, headers: &HeaderMap) -> Response {
        let range = headers["range"].to_str().ok().and_then(|range| range.strip_prefix("bytes="));
        let (from, to) = range.and_then(|range| range.split_once('-')).expect("a range");
        let (from, to): (usize, usize) = (from.parse().expect("a number"), to.parse().expect("a number"));
        let range = format!("bytes {from}-{to}/{}", object.len());
        let dates = [("last-modified", "Sun, 22 Nov 2026 00:00:00 GMT"), ("etag", "1")];
        let body = object.slice(from..=to);
        (StatusCode::PARTIAL_CONTENT, dates, [("content-range", range)], body).into_response()
    }

    fn list(objects: &BTreeMap<String, Bytes>, query: &str) -> String {
        let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix=")).unwrap_or_default();
        let prefix = format!("/{}", prefix.replace("%2F", "/"));
        let entry = |(key, object): (&String, &Bytes)| {
            format!(
                "<Contents><Key>{}</Key><LastModified>2026-11-22T00:00:00.000Z</LastModified>\
                 <ETag>1</ETag><Size>{}</Size></Contents>",
                key.trim_start_matches('/'),
                object.len()
            )
        };
        let listed = objects.iter().filter(|(key, _)| key.starts_with(&prefix));
        let entries: String = listed.map(entry).collect();
        format!("<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>")
    }

    async fn served(bucket: Bucket) -> String {
        let answer = |State(bucket): State<Bucket>,
                      method: Method,
                      uri: Uri,
                      headers: HeaderMap,
                      body: Bytes| async move {
            bucket.answer(&method, &uri, &headers, body)
        };
        let router = Router::new().fallback(answer).layer(DefaultBodyLimit::disable()).with_state(bucket);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    fn section(endpoint: String) -> ObjectsSection {
        ObjectsSection {
            s3_region: Some("eu-west-1".into()),
            s3_endpoint_url: Some(endpoint),
            s3_access_key_id: Some("AKIA".into()),
            s3_secret_access_key: Some("hush".into()),
            ..ObjectsSection::default()
        }
    }

    #[tokio::test]
    async fn a_bucket_keeps_lists_and_deletes() {
        let bucket = Bucket::default();
        let store = open_bucket("pictures", &section(served(bucket.clone()).await)).expect("a bucket");
        let (one, other) = (Path::from("pictures/0a/one"), Path::from("pictures/0a/other"));
        let large = vec![7; 100_000];
        store.put(&one, large.clone().into()).await.expect("kept");
        store.put(&other, "small".into()).await.expect("kept");
        let read = store.get(&one).await.expect("there").bytes().await.expect("whole");
        assert_eq!(read, large);
        let listed: Vec<_> =
            store.list(Some(&Path::from("pictures/0a"))).try_collect().await.expect("a list");
        assert_eq!(listed.iter().map(|object| &object.location).collect::<Vec<_>>(), [&one, &other]);
        store.delete(&one).await.expect("deleted");
        store.delete(&one).await.expect("deleted before");
        assert!(matches!(store.get(&one).await, Err(Error::NotFound { .. })));
        assert_eq!(bucket.0.lock().expect("a lock").len(), 1);
    }

    #[tokio::test]
    async fn what_is_large_comes_and_goes_in_parts() {
        let bucket = Bucket::default();
        let store = open_bucket("pictures", &section(served(bucket.clone()).await)).expect("a bucket");
        let path = Path::from("exports/0a/one");
        let mut upload = store.put_multipart(&path).await.expect("begun");
        for part in [b'a', b'b'] {
            upload.put_part(vec![part; 5 << 20].into()).await.expect("kept");
        }
        upload.put_part("the rest".into()).await.expect("kept");
        assert!(matches!(store.get(&path).await, Err(Error::NotFound { .. })), "not before it is whole");
        upload.complete().await.expect("whole");
        let end = 10 << 20;
        assert_eq!(store.get_range(&path, end - 1..end + 8).await.expect("there"), "bthe rest");
        assert_eq!(bucket.0.lock().expect("a lock").len(), 1, "no part is left");
    }

    #[tokio::test]
    async fn what_never_became_whole_is_removed() {
        let data = tempfile::tempdir().expect("a folder");
        let config = Config::for_tests("sqlite://nothing", data.path()).expect("a configuration");
        let store = configured(&config).expect("a store");
        let (whole, dead) = (Path::from("exports/0a/whole"), Path::from("exports/0a/dead"));
        store.put(&whole, "whole".into()).await.expect("kept");
        let mut upload = store.put_multipart(&dead).await.expect("begun");
        upload.put_part("half".into()).await.expect("kept");
        // Nobody gets to clear it away.
        std::mem::forget(upload);
        let folder = config.objects_folder().join("exports/0a");
        let files = || fs::read_dir(&folder).expect("a folder").count();
        assert_eq!(files(), 2);
        let removed = async |before| remove_unfinished(&config, "exports", before).await.expect("an answer");
        assert_eq!(removed(SystemTime::UNIX_EPOCH).await, 0, "it may be under way");
        assert_eq!(removed(SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40)).await, 1);
        assert_eq!(files(), 1);
        assert_eq!(
            remove_unfinished(&config, "nothing", SystemTime::UNIX_EPOCH).await.expect("an answer"),
            0
        );
    }

    #[tokio::test]
    async fn what_is_below_another_prefix_is_not_there() {
        let bucket = Bucket::default();
        let endpoint = served(bucket.clone()).await;
        let store = |prefix: Option<&str>| {
            let section =
                ObjectsSection { s3_prefix: prefix.map(str::to_owned), ..section(endpoint.clone()) };
            open_bucket("pictures", &section).expect("a bucket")
        };
        let (one, other, whole) = (store(Some("one")), store(Some("other/of/them")), store(None));
        let (folder, path) = (Path::from("pictures/0a"), Path::from("pictures/0a/it"));
        let listed = async |store: &Arc<dyn ObjectStore>| {
            let listed: Vec<_> = store.list(Some(&folder)).try_collect().await.expect("a list");
            listed.into_iter().map(|object| object.location).collect::<Vec<_>>()
        };
        one.put(&path, "of the one".into()).await.expect("kept");
        assert_eq!(listed(&one).await, std::slice::from_ref(&path));
        for store in [&other, &whole] {
            assert!(listed(store).await.is_empty());
            assert!(matches!(store.get(&path).await, Err(Error::NotFound { .. })));
            store.delete(&path).await.expect("nothing to delete");
        }
        assert_eq!(one.get(&path).await.expect("there").bytes().await.expect("whole"), "of the one");
        let keys: Vec<_> = bucket.0.lock().expect("a lock").keys().cloned().collect();
        assert_eq!(keys, ["/one/pictures/0a/it"]);
    }

    #[tokio::test]
    async fn a_bucket_that_is_not_there_fails_without_a_long_wait() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        let store = open_bucket("pictures", &section(format!("http://{address}"))).expect("a bucket");
        let path = Path::from("pictures/0a/one");
        let put = store.put(&path, "small".into());
        assert!(tokio::time::timeout(PATIENCE, put).await.expect("in time").is_err());
    }

    #[test]
    fn a_folder_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().join("objects");
        open_folder(&folder).expect("a folder");
        open_folder(&folder).expect("the same folder");
        let mode = std::fs::metadata(&folder).expect("a folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        std::fs::write(data.path().join("file"), b"").expect("written");
        assert!(open_folder(&data.path().join("file")).is_err());
    }
}
