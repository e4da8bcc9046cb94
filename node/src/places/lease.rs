//! Something that waits for a slow reader, but not for ever.
//!
//! What is on its way waits in memory, and its place is taken, until the reader takes it. A reader that takes
//! nothing, or next to nothing, need not say so: a connection may be kept alive by other means. So what waits is
//! given up when its time is over, and its place with it, whether or not anybody looks at it again.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::task::AbortHandle;
use tokio::time;

/// Something that is there until its time is over, or this is dropped.
#[derive(Debug)]
pub struct Lease<T> {
    held: Arc<Mutex<Option<T>>>,
    end: AbortHandle,
}

impl<T: Send + 'static> Lease<T> {
    /// Keeps `value` for `longest`.
    pub fn new(value: T, longest: Duration) -> Self {
        let held = Arc::new(Mutex::new(Some(value)));
        let waiting = Arc::clone(&held);
        let end = tokio::spawn(async move {
            time::sleep(longest).await;
            drop(taken(&waiting));
        });
        Self { held, end: end.abort_handle() }
    }
}

impl<T> Lease<T> {
    /// Does something with what is held; `None` if its time is over.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        // A panic aborts the process, so the lock is never poisoned.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_mut().map(work)
    }
}

impl<T> Drop for Lease<T> {
    fn drop(&mut self) {
        // What waits ends later than it is told to, and must not keep what is held so long.
        drop(taken(&self.held));
        self.end.abort();
    }
}

/// Takes out what is held.
fn taken<T>(held: &Mutex<Option<T>>) -> Option<T> {
    held.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn what_nobody_takes_is_given_up_although_nobody_looks() {
        let (place, given_up) = oneshot::channel::<()>();
        let lease = Lease::new(place, Duration::from_millis(5));
        // The sender goes with the lease's time, not with the lease.
        assert!(given_up.await.is_err());
        assert!(lease.with(|_| ()).is_none());
    }

    #[tokio::test]
    async fn what_is_held_goes_with_the_lease_at_once() {
        let (place, mut given_up) = oneshot::channel::<()>();
        drop(Lease::new(place, Duration::from_secs(3_600)));
        assert!(given_up.try_recv() == Err(oneshot::error::TryRecvError::Closed));
    }

    #[tokio::test]
    async fn what_is_taken_in_time_is_there() {
        let lease = Lease::new(7, Duration::from_secs(3_600));
        assert_eq!(lease.with(|it| *it), Some(7));
    }
}
