//! `pingyi serve`, and starting a server inside other commands.

use crate::failure::{Doing, Failure, Result};
use clap::Args;
use pingyi_app::{App, Config};
use pingyi_core::clock::SystemClock;
use pingyi_store::Store;
use rand::rngs::SysRng;
use std::{
    net::{IpAddr, SocketAddr, UdpSocket},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::net::TcpListener;

/// Where data lies and where to listen.
#[derive(Args)]
pub(crate) struct Serve {
    /// Folder for all data; made when it is not there.
    #[arg(long, env = "PINGYI_DATA", default_value = "pingyi-data")]
    data: PathBuf,
    /// PostgreSQL instead of a file in the data folder: postgres://user:password@host/database
    #[arg(long, env = "PINGYI_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Address and port to listen on.
    #[arg(long, env = "PINGYI_LISTEN", default_value = "0.0.0.0:8080")]
    listen: SocketAddr,
    /// Address that phones in the hall reach; guessed from the network when left out.
    #[arg(long, env = "PINGYI_PUBLIC_URL")]
    public_url: Option<String>,
}

/// Opens the store of a data folder, or the database given.
pub(crate) async fn open_store(data: &Path, database: Option<&str>) -> Result<Store> {
    match database {
        Some(address) => Store::open(address)
            .await
            .doing("the database cannot be opened; check --database"),
        None => {
            std::fs::create_dir_all(data)
                .doing(format!("cannot make the folder {}", data.display()))?;
            Store::open_file(&data.join("pingyi.db"))
                .await
                .doing(format!("cannot open {}", data.join("pingyi.db").display()))
        }
    }
}

/// An application on a store, with the machine's clock and randomness.
pub(crate) fn application(store: Store, public_url: &str) -> App {
    let config = Config {
        public_url: public_url.trim_end_matches('/').to_owned(),
    };
    App::new(
        store,
        Arc::new(SystemClock),
        Box::new(rand::rand_core::UnwrapErr(SysRng)),
        config,
    )
}

/// The address other devices on the network see; asking for a route sends nothing.
fn hall_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_unspecified() && !address.is_loopback()).then_some(address)
}

/// The address to print on slips.
fn public_url(listen: SocketAddr) -> String {
    let address = if listen.ip().is_unspecified() {
        hall_address().unwrap_or(listen.ip())
    } else {
        listen.ip()
    };
    let address = if address.is_unspecified() {
        IpAddr::from([127, 0, 0, 1])
    } else {
        address
    };
    format!("http://{}", SocketAddr::new(address, listen.port()))
}

/// A listener on the address; port 0 is any free one.
pub(crate) async fn listen(address: SocketAddr) -> Result<(TcpListener, String)> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Failure::new(format!(
            "cannot listen on {address}: {error}; choose another port, e.g. --listen 0.0.0.0:8081"
        ))
    })?;
    let url = public_url(listener.local_addr()?);
    Ok((listener, url))
}

/// Serves until the task is dropped or `stop` ends; requests under way are finished.
pub(crate) async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    pingyi_app::round::resume(&app)
        .await
        .doing("cannot finish a closed round")?;
    // Event streams never end by themselves, so stopping does not wait for them.
    let served = pingyi_server::serve(listener, app);
    tokio::select! {
        served = served => served.doing("the server stopped")?,
        () = stop => {}
    }
    Ok(())
}

/// Ends on Ctrl-C or a polite signal.
pub(crate) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

impl Serve {
    pub(crate) async fn run(self) -> Result<()> {
        let store = open_store(&self.data, self.database.as_deref()).await?;
        let (listener, guessed) = listen(self.listen).await?;
        let url = self.public_url.unwrap_or(guessed);
        let app = application(store, &url);
        if pingyi_store::account::list(app.store().reader())
            .await?
            .is_empty()
        {
            println!(
                "还没有账号。请先运行：pingyi account add --data {} --login 登录名 --name 姓名 --role organiser",
                self.data.display()
            );
        }
        println!(
            "评议已启动\n  管理    {url}/admin/\n  投票    {url}/v/\n  大屏    {url}/screen/\n按 Ctrl-C 停止。"
        );
        serve(listener, app, interrupted()).await
    }
}
