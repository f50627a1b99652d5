//! The `pingyi` program: configuration, wiring and subcommands.

mod account;
mod authority;
mod client;
mod credentials;
mod demo;
mod doctor;
mod failure;
mod load;
mod progress;
mod serve;
mod trustee;
mod verify;

use clap::{Parser, Subcommand};
use failure::Result;
use std::process::ExitCode;

/// Runs the yearly appraisal of village secretaries, and proves its result.
///
/// One laptop is enough: `pingyi account add` makes the first account, `pingyi serve` runs the meeting, and phones in
/// the hall open the address it prints. `pingyi demo` shows all of it with made-up votes.
#[derive(Parser)]
#[command(name = "pingyi", version, about, long_about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a meeting: pages for organiser, host, scrutineers, voters and the hall.
    Serve(serve::Serve),
    /// Plays the Haiyang 2022 meeting with simulated phones and made-up votes.
    Demo(demo::Demo),
    /// Checks archives (.bel) or a whole result package; exit code 0 only if all is well.
    Verify(verify::Verify),
    /// Makes slips, on the credential authority's own device.
    #[command(subcommand)]
    Credentials(credentials::Credentials),
    /// A scrutineer's key, without a browser.
    #[command(subcommand)]
    Trustee(trustee::Trustee),
    /// Adds somebody who signs in; the first one above all.
    #[command(subcommand)]
    Account(account::Account),
    /// Casts many ballots at a server of yours and measures; without --url it starts one for itself.
    Load(load::Load),
    /// Looks whether this machine is ready for a meeting.
    Doctor(doctor::Doctor),
    /// Prints the OpenAPI document of the interface.
    Openapi,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("PINGYI_LOG")
                .unwrap_or_else(|_| "warn,pingyi=info".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match run(arguments.command) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("pingyi: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match command {
        Command::Serve(serve) => runtime.block_on(serve.run())?,
        Command::Demo(demo) => runtime.block_on(demo.run())?,
        Command::Verify(verify) => return verify.run(),
        Command::Credentials(credentials) => credentials.run()?,
        Command::Trustee(trustee) => runtime.block_on(trustee.run())?,
        Command::Account(account) => runtime.block_on(account.run())?,
        Command::Load(load) => runtime.block_on(load.run())?,
        Command::Doctor(doctor) => return runtime.block_on(doctor.run()),
        Command::Openapi => {
            println!("{}", pingyi_server::openapi().to_pretty_json()?);
        }
    }
    Ok(ExitCode::SUCCESS)
}
