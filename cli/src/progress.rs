//! A sign that something goes on, for who waits at a terminal.
//!
//! - **Only at a terminal**, and not for those who asked for quiet or for JSON: a script sees nothing.
//! - **Nothing is left of it**: it is gone before anything else is told or asked.
//! - **No name and no cell**: what is shown is what is being done, and how much of it.

use std::io;
use std::io::IsTerminal;
use std::time::Duration;

use flotilla_domain::message::Message;
use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use crate::ui::Ui;

/// What is shown where it is not known how much there is.
const TURNING: &str = "{spinner} {msg}";

/// What is shown where it is.
const FILLING: &str = "{spinner} {msg} {bar:30} {percent} %";

/// How often it moves.
const TICK: Duration = Duration::from_millis(120);

/// Something that goes on until this is dropped.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Begins something of which nobody knows how long it takes.
    pub(crate) fn begin(message: &Message, ui: &Ui) -> Self {
        let bar = ProgressBar::new_spinner();
        let is_seen = ui.is_talkative() && io::stderr().is_terminal();
        bar.set_draw_target(match is_seen {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        });
        bar.set_style(style(TURNING));
        bar.set_message(ui.texts.say(message));
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Ends with `work`.
    pub(crate) fn during<T>(self, work: impl FnOnce() -> T) -> T {
        work()
    }

    /// Begins something that is done after `all` steps; `then` is what begins after the last.
    pub(crate) fn begin_of(message: &Message, all: usize, then: &Message, ui: &Ui) -> Steps {
        let progress = Self::begin(message, ui);
        progress.0.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        progress.0.set_style(style(FILLING));
        Steps { progress, then: ui.texts.say(then) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Something that is done step by step.
#[derive(Debug)]
pub(crate) struct Steps {
    progress: Progress,
    then: String,
}

impl Steps {
    /// Returns what is to be called after each step, wherever that is.
    pub(crate) fn counter(&self) -> impl FnMut() + Send + 'static {
        let (bar, then) = (self.progress.0.clone(), self.then.clone());
        move || {
            bar.inc(1);
            if bar.length().is_some_and(|all| bar.position() >= all) {
                bar.set_style(style(TURNING));
                bar.set_message(then.clone());
            }
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

#[cfg(test)]
mod tests {
    use flotilla_text::Language;
    use flotilla_text::Texts;

    use super::*;

    #[test]
    fn after_the_last_step_it_says_what_comes_next() {
        let ui = Ui::plain(Texts::new(Language::English));
        let [sending, checking] = ["cli-sending", "cli-checking"].map(Message::new);
        let steps = Progress::begin_of(&sending, 2, &checking, &ui);
        let mut step = steps.counter();
        step();
        assert_eq!(steps.progress.0.message(), ui.texts.say(&sending));
        step();
        assert_eq!(steps.progress.0.message(), ui.texts.say(&checking));
    }

    #[test]
    fn both_templates_are_understood() {
        for template in [TURNING, FILLING] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
