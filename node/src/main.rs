//! The daemon `flotilla-node`: reads its settings, starts the node, stops on a signal.
//!
//! Exit status: 0 stopped as asked, 1 a part died or could not be started, 2 wrong usage, 64 the
//! settings are wrong (one line for each mistake). A panic ends it with an abort.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;

use flotilla_config::settings::Settings;
use flotilla_config::settings::SettingsError;
use flotilla_domain::message::Message;
use flotilla_node::app;
use flotilla_node::app::App;
use flotilla_node::app::Stopped;
use flotilla_node::clock::Clock;
use flotilla_node::telemetry;
use flotilla_text::Language;
use flotilla_text::Texts;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

/// Where the settings are, unless something else is said.
const DEFAULT_CONFIG: &str = "/etc/flotilla/flotilla.toml";

/// What the command line asks for.
enum Asked {
    Run(PathBuf),
    Usage,
    Version,
}

fn main() -> ExitCode {
    let values =
        ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default());
    let texts = Texts::new(Language::of_environment(values.iter().map(String::as_str)));
    match asked(std::env::args().skip(1)) {
        Asked::Version => {
            tell(&mut std::io::stdout(), concat!("flotilla-node ", env!("CARGO_PKG_VERSION")));
            ExitCode::SUCCESS
        }
        Asked::Usage => {
            tell(&mut std::io::stderr(), &texts.text("node-usage"));
            ExitCode::from(2)
        }
        Asked::Run(config) => match Settings::read(&config) {
            Ok(settings) => run(settings, &texts),
            Err(error) => refuse(&error, &texts),
        },
    }
}

fn asked(mut args: impl Iterator<Item = String>) -> Asked {
    match (args.next().as_deref(), args.next(), args.next()) {
        (None, _, _) => Asked::Run(DEFAULT_CONFIG.into()),
        (Some("--config"), Some(path), None) => Asked::Run(path.into()),
        (Some("--version" | "-V"), None, None) => Asked::Version,
        _ => Asked::Usage,
    }
}

/// Names every mistake in the settings.
fn refuse(error: &SettingsError, texts: &Texts) -> ExitCode {
    let mut err = std::io::stderr();
    tell(&mut err, &texts.say(&error.message()));
    if let SettingsError::Invalid { mistakes, .. } = error {
        for mistake in mistakes {
            tell(&mut err, &texts.say(&mistake.message()));
        }
    }
    ExitCode::from(64)
}

fn run(settings: Settings, texts: &Texts) -> ExitCode {
    let started =
        telemetry::start(telemetry::Style::detect(), std::env::var("FLOTILLA_LOG").ok().as_deref());
    telemetry::abort_on_panic(app::contains_panics);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match (started, runtime) {
        (Ok(()), Ok(runtime)) => runtime.block_on(node(settings)),
        (Err(error), _) => Err(error.into()),
        (_, Err(error)) => Err(error.into()),
    };
    match outcome {
        Ok(Stopped::Asked) => ExitCode::SUCCESS,
        Ok(Stopped::Anew(_) | Stopped::Broken) => ExitCode::FAILURE,
        Err(error) => {
            let cause = telemetry::chain(&*error);
            let message = Message::new("node-not-started").word("cause", cause);
            tell(&mut std::io::stderr(), &texts.say(&message));
            ExitCode::FAILURE
        }
    }
}

async fn node(settings: Settings) -> Result<Stopped, Box<dyn Error>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut stop = pin!(async move {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = interrupt.recv() => (),
        }
    });
    let mut settings = settings;
    loop {
        let app = App::build(settings, Clock::system()).await?;
        match app.run(&mut stop).await {
            Stopped::Anew(again) => settings = *again,
            stopped => return Ok(stopped),
        }
    }
}

fn tell(out: &mut impl Write, line: &str) {
    // Nobody is left to tell if this fails.
    let _closed = writeln!(out, "{line}").is_err();
}
