//! Both databases with one body: each test has a database of its own, made empty and thrown away.

use pingyi_store::Store;
use sea_orm::{ConnectionTrait, Database};
use std::{future::Future, process};

/// Where the tests' PostgreSQL is.
pub(crate) const POSTGRES: &str = "PINGYI_TEST_POSTGRES";

/// Runs a body on SQLite, in a directory that goes away with it.
pub(crate) async fn sqlite<F: Future<Output = ()>>(body: impl FnOnce(Store) -> F) {
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    let file = folder.path().join("pingyi.sqlite");
    body(Store::open_file(&file).await.expect("the file opens")).await;
}

/// Runs a body on PostgreSQL, in a database that is dropped afterwards, whether the body fails or not.
pub(crate) async fn postgresql<F>(name: &str, body: impl FnOnce(Store) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let server = std::env::var(POSTGRES).unwrap_or_else(|_| {
        panic!("{POSTGRES} is not set: run this through `tools/with-postgres.sh cargo nextest run`")
    });
    let (base, _) = server
        .rsplit_once('/')
        .expect("the address ends with the name of a database");
    let tail: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let own = format!(
        "t{}_{}",
        process::id(),
        &tail[tail.len().saturating_sub(40)..]
    );
    let admin = Database::connect(&server)
        .await
        .expect("the tests' PostgreSQL answers");
    let run = |sql: String| {
        let admin = admin.clone();
        async move { admin.execute_unprepared(&sql).await }
    };
    run(format!("CREATE DATABASE {own}"))
        .await
        .expect("a database can be made");
    let store = Store::open(&format!("{base}/{own}"))
        .await
        .expect("the new database opens");
    let finished = tokio::spawn(body(store)).await;
    run(format!("DROP DATABASE {own} WITH (FORCE)"))
        .await
        .expect("the database can be dropped");
    if let Err(failed) = finished {
        std::panic::resume_unwind(failed.into_panic());
    }
}

/// Makes two tests of each body: `name::sqlite` and `name::postgresql`. A body left out is dead code, and said so.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::engine::sqlite(super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgresql() {
                let name = concat!(module_path!(), stringify!($name));
                crate::engine::postgresql(name, super::$name).await;
            }
        }
    )+};
}
pub(crate) use on_both;
