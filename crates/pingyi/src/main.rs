//! The `pingyi` program: configuration, wiring and subcommands.

mod account;
mod authority;
mod client;
mod credentials;
mod demo;
mod doctor;
mod explain;
mod failure;
mod load;
mod package;
mod progress;
mod rank;
mod serve;
mod shown;
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
#[command(name = "pingyi", version, about, long_about, term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a meeting: pages for organiser, host, scrutineers, voters and the hall.
    #[command(
        after_help = "Examples:\n  pingyi serve                                   # data in ./pingyi-data, phones at port 8080\n  pingyi serve --listen 0.0.0.0:80 --public-url http://vote.example.cn\n  pingyi serve --database postgres://pingyi@db/pingyi"
    )]
    Serve(serve::Serve),
    /// Plays the Haiyang 2022 meeting with simulated phones and made-up votes.
    #[command(
        after_help = "Examples:\n  pingyi demo                                    # to look at; hall screen, host and phone pages are printed\n  pingyi demo --address 0.0.0.0                  # phones in the room may join\n  pingyi demo --once --data demo-data && pingyi verify demo-data/out"
    )]
    Demo(demo::Demo),
    /// Checks archives (.bel) or a whole result package; exit code 0 only if all is well.
    #[command(
        after_help = "Examples:\n  pingyi verify out                              # rule card, every archive, and the ranking that follows\n  pingyi verify round-1-town.bel round-1-village.bel\n  pingyi verify --json out | jq .fault           # the first fault: file, event, code, sentence\n  pingyi verify --finished --against monday.bel tuesday.bel\n                                                 # the later board begins with the earlier one, byte for byte\n  pingyi verify --watch round-1-town.bel         # each new ballot as it comes, until the result\n  pingyi verify --write-hints big.bel            # big.bel.hints makes the next verification faster"
    )]
    Verify(verify::Verify),
    /// Writes the result of a cycle as files that anybody can verify.
    #[command(
        after_help = "Examples:\n  pingyi package --cycle haiyang-2022 --out out && pingyi verify out"
    )]
    Package(package::Package),
    /// Computes the places from a rule card and a folder of tables, exactly, with every step of the way.
    #[command(
        after_help = "Examples:\n  pingyi rank --rules rule-card.json --data tables --out out   # out/result.json, out/trace.jsonl\n  pingyi rank --rules rule-card.json --data tables --out public --published\n  python3 recompute.py out tables   # the same bytes by another program"
    )]
    Rank(rank::Rank),
    /// Says why a village is where it is, and what would move it, in plain sentences.
    #[command(
        after_help = "Examples:\n  pingyi explain --trace out/trace.jsonl --village 东刘家疃村\n  pingyi explain --trace out/trace.jsonl --village 朱吴镇/示例一村 --lang en"
    )]
    Explain(explain::Explain),
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
    #[command(
        after_help = "Examples:\n  pingyi load                                    # 119, 1,000 and 5,000 voters on a server of its own\n  pingyi load --voters 300\n  pingyi load --url http://127.0.0.1:8080 --round 0 --slips slips/slips.json   # the rehearsal"
    )]
    Load(load::Load),
    /// Looks whether this machine is ready for a meeting.
    #[command(after_help = "Examples:\n  pingyi doctor --data pingyi-data --listen 0.0.0.0:8080")]
    Doctor(doctor::Doctor),
    /// Prints the OpenAPI document of the interface.
    #[command(after_help = "Examples:\n  pingyi openapi > openapi.json")]
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
        Command::Package(package) => runtime.block_on(package.run())?,
        Command::Rank(rank) => return rank.run(),
        Command::Explain(explain) => explain.run()?,
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
