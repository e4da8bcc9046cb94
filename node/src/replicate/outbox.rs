//! Frames on their way to a peer.
//!
//! ```text
//!  session ──Outbox::send──►  frames, at most 32 MiB  ──Posted (a stream)──►  the network
//! ```
//!
//! - **Bounded in bytes**: a peer that lets more pile up is not reading, and its session ends.
//! - **Nothing outlives the session**: when the [`Outbox`] is dropped, what was not sent is gone at
//!   once, also where the network would not have taken it for a long time.
//! - **Who has nothing more to say can say so**: after [`Outbox::finish`] the stream ends behind the
//!   last frame.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::frame::weight;
use flotilla_domain::session::step::Closed;
use tokio_stream::Stream;

use super::Ended;

/// What may wait for a peer: all entries that it may let us send at once, and as much beside them.
const BYTES_MAX: u64 = 32 << 20;

/// The end of the session.
#[derive(Debug)]
pub struct Outbox(Arc<Mutex<Waiting>>);

/// The end of the network: a stream of frames.
#[derive(Debug)]
pub struct Posted(Arc<Mutex<Waiting>>);

/// Why a frame was not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NotPosted {
    /// Too much waits already: the peer does not read.
    Full,
    /// The network has gone.
    Gone,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<Frame>,
    bytes: u64,
    is_over: bool,
    is_finished: bool,
    waker: Option<Waker>,
}

/// Makes both ends.
pub fn outbox() -> (Outbox, Posted) {
    let waiting = Arc::new(Mutex::default());
    (Outbox(Arc::clone(&waiting)), Posted(waiting))
}

impl Outbox {
    /// Hands over a frame.
    ///
    /// # Errors
    ///
    /// Fails if nobody reads, or the network has gone.
    pub fn send(&self, frame: Frame) -> Result<(), NotPosted> {
        let mut waiting = lock(&self.0);
        if waiting.is_over || waiting.is_finished {
            return Err(NotPosted::Gone);
        }
        let bytes = waiting.bytes.saturating_add(weight(&frame));
        if bytes > BYTES_MAX {
            return Err(NotPosted::Full);
        }
        waiting.bytes = bytes;
        waiting.frames.push_back(frame);
        waiting.wake();
        Ok(())
    }

    /// Ends the stream once everything is sent.
    pub fn finish(&self) {
        let mut waiting = lock(&self.0);
        waiting.is_finished = true;
        waiting.wake();
    }
}

impl NotPosted {
    /// Returns how a session ends because of it.
    pub(super) fn ended(self) -> Ended {
        match self {
            Self::Full => Ended::Closed(Closed::Unread),
            Self::Gone => Ended::Gone,
        }
    }
}

impl Waiting {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn end(&mut self) {
        self.is_over = true;
        self.frames = VecDeque::new();
        self.wake();
    }
}

impl Stream for Posted {
    type Item = Frame;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Frame>> {
        let mut waiting = lock(&self.0);
        if let Some(frame) = waiting.frames.pop_front() {
            waiting.bytes = waiting.bytes.saturating_sub(weight(&frame));
            return Poll::Ready(Some(frame));
        }
        if waiting.is_over || waiting.is_finished {
            return Poll::Ready(None);
        }
        waiting.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        lock(&self.0).end();
    }
}

impl Drop for Posted {
    fn drop(&mut self) {
        lock(&self.0).end();
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    // A panic aborts the process, so the lock is never poisoned.
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use flotilla_domain::session::frame::Announce;
    use tokio_stream::StreamExt;

    use super::*;

    #[tokio::test]
    async fn frames_arrive_in_order_and_the_stream_ends_with_the_session() {
        let (outbox, mut posted) = outbox();
        outbox.send(Frame::Credit(1)).unwrap();
        outbox.send(Frame::Credit(2)).unwrap();
        assert!(matches!(posted.next().await, Some(Frame::Credit(1))));
        assert!(matches!(posted.next().await, Some(Frame::Credit(2))));
        drop(outbox);
        assert!(posted.next().await.is_none());
    }

    #[tokio::test]
    async fn the_stream_ends_behind_the_last_frame_of_who_has_finished() {
        let (outbox, mut posted) = outbox();
        outbox.send(Frame::Credit(1)).unwrap();
        outbox.finish();
        assert_eq!(outbox.send(Frame::Credit(2)), Err(NotPosted::Gone));
        assert!(matches!(posted.next().await, Some(Frame::Credit(1))));
        assert!(posted.next().await.is_none());
    }

    #[tokio::test]
    async fn what_was_not_sent_is_gone_with_the_session() {
        let (outbox, mut posted) = outbox();
        outbox.send(Frame::Credit(1)).unwrap();
        drop(outbox);
        assert!(lock(&posted.0).frames.is_empty());
        assert!(posted.next().await.is_none());
    }

    #[test]
    fn who_does_not_read_is_noticed_and_who_has_gone_is_told_apart() {
        let (outbox, posted) = outbox();
        let full = (0..1_000_000).find_map(|_| outbox.send(Frame::Announce(announce())).err());
        assert_eq!(full, Some(NotPosted::Full));
        drop(posted);
        assert_eq!(outbox.send(Frame::Credit(1)), Err(NotPosted::Gone));
    }

    fn announce() -> Announce {
        Announce::default()
    }
}
