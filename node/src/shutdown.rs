//! Stopping, in good order.
//!
//! Whoever starts tasks holds the [`Shutdown`]; every task holds a [`Drain`]. A task that sees the
//! drain begin finishes what it has in hand and drops its drain; the shutdown is over when all are
//! dropped, or the grace period has passed. Promises:
//!
//! - **No signal is missed**: a task that looks late sees that the drain has begun.
//! - **A task that died counts as stopped**, because its drain is dropped with it.
//! - **Dropping the [`Shutdown`] begins the drain**: nothing outlives whoever started it.

use std::time::Duration;

use tokio::sync::watch;

/// Begins the drain and waits for its end.
#[derive(Debug)]
pub struct Shutdown(watch::Sender<bool>);

/// Tells one task to stop, and says by being dropped that it has.
#[derive(Clone, Debug)]
pub struct Drain(watch::Receiver<bool>);

/// How a shutdown ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Drained {
    /// Every task stopped by itself.
    InTime,
    /// The grace period ran out first.
    Late,
}

impl Shutdown {
    /// Returns the shutdown, and the drain to be cloned for each task.
    ///
    /// Whoever hands out the last clone drops its own, or the shutdown waits for it.
    pub fn new() -> (Self, Drain) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Drain(receiver))
    }

    /// Begins the drain; beginning twice changes nothing.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Begins the drain and waits until every task has stopped, at most for `grace`.
    pub async fn finish(self, grace: Duration) -> Drained {
        self.begin();
        match tokio::time::timeout(grace, self.0.closed()).await {
            Ok(()) => Drained::InTime,
            Err(_elapsed) => Drained::Late,
        }
    }
}

impl Drain {
    /// Waits until the drain begins. May be dropped and called again (it is cancel safe).
    pub async fn begun(&mut self) {
        // An error says that the shutdown was dropped, which begins the drain as well.
        let _seen = self.0.wait_for(|begun| *begun).await.is_ok();
    }

    /// Returns whether the drain has begun.
    pub fn has_begun(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRACE: Duration = Duration::from_secs(30);

    #[tokio::test]
    async fn waits_for_every_task() {
        let (shutdown, drain) = Shutdown::new();
        let tasks = [(); 3].map(|()| {
            let mut drain = drain.clone();
            tokio::spawn(async move { drain.begun().await })
        });
        drop(drain);
        assert_eq!(shutdown.finish(GRACE).await, Drained::InTime);
        for task in tasks {
            task.await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_task_that_does_not_stop_is_left_behind() {
        let (shutdown, drain) = Shutdown::new();
        assert_eq!(shutdown.finish(Duration::ZERO).await, Drained::Late);
        assert!(drain.has_begun());
    }

    #[tokio::test]
    async fn a_dropped_shutdown_begins_the_drain() {
        let (shutdown, mut drain) = Shutdown::new();
        assert!(!drain.has_begun());
        drop(shutdown);
        drain.begun().await;
        assert!(drain.has_begun());
    }
}
