//! The minute book on a real disk.

use std::fs::File;
use std::io::Write;
use std::pin::pin;
use std::task::Context;
use std::task::Wake;
use std::task::Waker;

use flotilla_domain::governance::Action;
use flotilla_wire::sample::Sample;
use tempfile::tempdir;

use super::*;

mod faults;

#[test]
fn what_was_decided_is_still_known_after_a_restart() {
    let (dir, sample) = (tempdir().unwrap(), Sample::new(3));
    let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
    assert_eq!(minutes.learn(admission(&sample)).unwrap().held, 3);
    let before = minutes.minute().governed;
    assert_eq!(minutes.follow().borrow().len(), 4);
    drop(minutes);
    let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
    assert_eq!(minutes.minute().governed.register, before.register);
    assert_eq!(minutes.follow().borrow().len(), 4);
}

#[test]
fn a_torn_tail_is_set_aside_and_what_follows_is_kept() {
    let (dir, sample) = (tempdir().unwrap(), Sample::new(3));
    let mut objects = admission(&sample);
    let last = objects.split_off(2);
    let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
    assert_eq!(minutes.learn(objects).unwrap().held, 2);
    drop(minutes);
    let path = dir.path().join("governance/objects.seg");
    let mut file = File::options().append(true).open(&path).unwrap();
    file.write_all(&[200, 0, 0, 0, 1]).unwrap();
    let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
    assert_eq!(minutes.follow().borrow().len(), 3);
    assert_eq!(minutes.learn(last).unwrap().held, 1);
    drop(minutes);
    let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
    assert_eq!(minutes.follow().borrow().len(), 4);
}

#[test]
fn two_processes_cannot_keep_one_book() {
    let (dir, sample) = (tempdir().unwrap(), Sample::new(3));
    let _minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
    let second = Minutes::open(dir.path(), sample.founded());
    assert!(matches!(second, Err(OpenMinutesError::InUse { .. })));
}

#[test]
fn whoever_wakes_for_a_roster_finds_what_was_decided_with_it() {
    let (dir, sample) = (tempdir().unwrap(), Sample::new(3));
    let minutes = Minutes::open(dir.path(), sample.founded()).unwrap();
    let looker = Arc::new(Looker { minutes: minutes.clone(), found: Mutex::default() });
    let mut roster = minutes.follow();
    let mut changed = pin!(roster.changed());
    let waker = Waker::from(Arc::clone(&looker));
    assert!(changed.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    let versions = minutes.learn(admission(&sample)).unwrap().versions;
    assert_eq!(*looker.found.lock().unwrap(), [versions.1]);
}

/// Looks up the version of the minute at the very moment it is woken.
struct Looker {
    minutes: Minutes,
    found: Mutex<Vec<u64>>,
}

impl Wake for Looker {
    fn wake(self: Arc<Self>) {
        self.found.lock().unwrap().push(self.minutes.minute().version);
    }
}

fn admission(sample: &Sample) -> Vec<Object> {
    let document = Box::new(Sample::inception(3).1);
    let entry = sample.proposal(0, vec![Action::Admit { document }]);
    let votes = [0, 1].map(|index| Object::Vote(sample.approval(index, &entry)));
    [Object::Governance(Box::new(entry))].into_iter().chain(votes).collect()
}
