//! Work on several parts at a time, whose results come in the order of the parts.
//!
//! Logs are read by several threads, each the next one of its turn, a few batches ahead. Whoever takes what
//! they read gets it in the order of the parts, so that an answer does not depend on how many processors
//! there are, or which of them was faster.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;
use std::thread;

use datafusion::common::DataFusionError;
use datafusion::common::Result;

/// The most threads that read for one query: queries share the processors.
const READERS_MAX: usize = 4;

/// How many results each is ahead at most: with 8,192 coded rows each, some megabytes.
const AHEAD: usize = 8;

/// Takes a result, and says whether more are wanted.
pub(crate) type Give<'a, T> = &'a mut dyn FnMut(T) -> ControlFlow<()>;

/// What a reader hands over: a result, or `None` at the end of a part.
type Handed<T> = Result<Option<T>>;

/// Returns how many threads may read for one query here.
pub(crate) fn readers() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get).min(READERS_MAX)
}

/// Does `work` for each of `parts`, on `readers` threads, and has `take` take what comes of it, in the order
/// of the parts, until it has enough.
///
/// # Errors
///
/// Fails with the first error in that order, or if no thread can be had.
pub(crate) fn in_order<P: Sync, T: Send>(
    parts: &[P],
    readers: usize,
    work: impl Fn(&P, Give<'_, T>) -> Result<()> + Sync,
    mut take: impl FnMut(T) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let readers = readers.min(parts.len());
    if readers < 2 {
        return one_by_one(parts, work, take);
    }
    let work = &work;
    thread::scope(|scope| {
        let mut turns = Vec::with_capacity(readers);
        for reader in 0..readers {
            let (sender, receiver) = sync_channel(AHEAD);
            let own = parts.iter().skip(reader).step_by(readers);
            let read = move || read(own, work, &sender);
            thread::Builder::new().spawn_scoped(scope, read)?;
            turns.push(receiver);
        }
        for (_, turn) in parts.iter().zip(turns.iter().cycle()) {
            if part(turn, &mut take)?.is_break() {
                break;
            }
        }
        // Who still reads finds nobody who takes, and ends.
        drop(turns);
        Ok(())
    })
}

fn one_by_one<P, T>(
    parts: &[P],
    work: impl Fn(&P, Give<'_, T>) -> Result<()>,
    mut take: impl FnMut(T) -> Result<ControlFlow<()>>,
) -> Result<()> {
    for part in parts {
        let mut last = Ok(ControlFlow::Continue(()));
        work(part, &mut |result| {
            last = take(result);
            if matches!(last, Ok(ControlFlow::Continue(()))) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        if last?.is_break() {
            break;
        }
    }
    Ok(())
}

/// Works on `parts`, until nobody takes what comes of it.
fn read<'p, P: 'p, T>(
    parts: impl Iterator<Item = &'p P>,
    work: &impl Fn(&P, Give<'_, T>) -> Result<()>,
    sender: &SyncSender<Handed<T>>,
) {
    for part in parts {
        let done = work(part, &mut |result| match sender.send(Ok(Some(result))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        });
        let failed = done.is_err();
        if sender.send(done.map(|()| None)).is_err() || failed {
            return;
        }
    }
}

/// Takes what comes of one part.
fn part<T>(
    turn: &Receiver<Handed<T>>,
    take: &mut impl FnMut(T) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    while let Some(result) = turn.recv().map_err(ended)?? {
        if take(result)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn ended(error: std::sync::mpsc::RecvError) -> DataFusionError {
    DataFusionError::External(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_parts_however_many_read() {
        for readers in 1..=5 {
            let mut taken = Vec::new();
            let outcome = in_order(&PARTS, readers, count_to, |number| {
                taken.push(number);
                Ok(ControlFlow::Continue(()))
            });
            outcome.unwrap();
            let expected: Vec<u32> = PARTS.iter().flat_map(|most| 0..*most).collect();
            assert_eq!(taken, expected, "{readers} readers");
        }
    }

    #[test]
    fn who_has_enough_is_given_no_more() {
        for readers in 1..=3 {
            let mut taken = 0;
            let outcome = in_order(&PARTS, readers, count_to, |_| {
                taken += 1;
                Ok(if taken == 30 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            });
            assert!(outcome.is_ok() && taken == 30, "{readers} readers");
        }
    }

    #[test]
    fn the_first_error_in_order_ends_it() {
        for readers in 1..=3 {
            let work = |most: &u32, give: Give<'_, u32>| match most {
                0 => Err(DataFusionError::Execution("a part is damaged".to_owned())),
                most => count_to(most, give),
            };
            let mut taken = 0;
            let outcome = in_order(&PARTS, readers, work, |_| {
                taken += 1;
                Ok(ControlFlow::Continue(()))
            });
            assert!(outcome.is_err() && taken == 21, "{readers} readers");
        }
    }

    /// Up to how far is counted in each part; nothing comes of the third.
    const PARTS: [u32; 6] = [20, 1, 0, 40, 7, 90];

    fn count_to(most: &u32, give: Give<'_, u32>) -> Result<()> {
        for number in 0..*most {
            if give(number).is_break() {
                break;
            }
        }
        Ok(())
    }
}
