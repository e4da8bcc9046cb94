//! Two nodes that hold different objects, and what they tell each other before anything else.

use flotilla_domain::coalition::Object;
use flotilla_domain::coalition::State;
use flotilla_domain::session::frame::Frame;
use flotilla_domain::session::register::Register;
use flotilla_wire::document;
use flotilla_wire::governance;
use flotilla_wire::register;
use flotilla_wire::sample::Sample;
use flotilla_wire::sample::random::Random;

use crate::view;
use crate::world::World;

#[test]
fn two_nodes_agree_on_governance_after_each_has_answered_the_others_register() {
    for seed in 0..100 {
        let sample = Sample::new(3);
        let mut random = Random::new(seed);
        let mut world = World::new(&sample, Random::new(seed ^ 0x1e_a4));
        (0..25).for_each(|_| world.happen());
        let mut nodes = [0, 1].map(|_| State::founded(sample.founded()));
        for made in &world.objects {
            let is_entry = matches!(made.object, Object::Header(_) | Object::Statement(_));
            for node in &mut nodes {
                if is_entry || random.once_in(2) {
                    let _outcome = node.insert(made.object.clone());
                }
            }
        }
        let [one, other] = &mut nodes;
        // What waited for an object of the other side is told in the next round, and so on.
        (0..4).for_each(|_| exchange(one, other));
        assert_eq!(view::of(one), view::of(other), "seed {seed}");
        let registers = [Register::of(one), Register::of(other)];
        assert_eq!(registers[0], registers[1], "seed {seed}: nothing is left to exchange");
    }
}

#[test]
fn an_answer_can_be_checked_object_by_object_as_it_arrives() {
    for seed in 0..100 {
        let sample = Sample::new(3);
        let full = random_history(&sample, seed);
        let mut empty = State::founded(sample.founded());
        for frame in Register::of(&empty).answer(&full) {
            take(&mut empty, frame);
            assert_eq!(empty.waiting(), 0, "seed {seed}: each comes after what it is checked by");
        }
        assert_eq!(Register::of(&empty), Register::of(&full), "seed {seed}");
    }
}

#[test]
fn answers_that_break_off_make_progress_each_time() {
    for seed in 0..40 {
        let sample = Sample::new(3);
        let full = random_history(&sample, seed);
        let mut empty = State::founded(sample.founded());
        loop {
            let before = Register::of(&empty);
            let (frames, objects) = before.answer_within(&full, 600);
            frames.into_iter().for_each(|frame| take(&mut empty, frame));
            assert_eq!(empty.waiting(), 0, "seed {seed}");
            if objects == 0 {
                break;
            }
            let held = Register::of(&empty).names().count();
            assert_eq!(held, before.names().count() + objects, "seed {seed}: all of it is held");
        }
        assert_eq!(Register::of(&empty), Register::of(&full), "seed {seed}");
    }
}

/// Returns what a node holds after a random history.
fn random_history(sample: &Sample, seed: u64) -> State {
    let mut world = World::new(sample, Random::new(seed));
    (0..60).for_each(|_| world.happen());
    let mut full = State::founded(sample.founded());
    for made in &world.objects {
        let _outcome = full.insert(made.object.clone());
    }
    full
}

fn exchange(one: &mut State, other: &mut State) {
    let [first, second] = [&*one, &*other].map(|state| {
        let wire = register::to_wire(&Register::of(state));
        register::from_wire(wire).unwrap()
    });
    let (to_one, to_other) = (first.answer(other), second.answer(one));
    assert!(matches!(to_one.last(), Some(Frame::Governance(none, true)) if none.is_empty()));
    to_one.into_iter().for_each(|frame| take(one, frame));
    to_other.into_iter().for_each(|frame| take(other, frame));
}

/// Takes in a frame as it comes off the wire.
fn take(state: &mut State, frame: Frame) {
    let objects: Vec<Object> = match frame {
        Frame::Documents(it) => {
            let wire = register::objects_to_wire(&it);
            let all = register::objects_from_wire(wire, document::from_wire).unwrap();
            all.map(|it| Object::Document(Box::new(it.unwrap()))).collect()
        }
        Frame::Governance(it, _) => {
            let wire = register::objects_to_wire(&it);
            let all = register::objects_from_wire(wire, governance::from_wire).unwrap();
            all.map(|it| Object::Governance(Box::new(it.unwrap()))).collect()
        }
        Frame::Votes(it) => {
            let wire = register::objects_to_wire(&it);
            let all = register::objects_from_wire(wire, governance::vote_from_wire).unwrap();
            all.map(|it| Object::Vote(it.unwrap())).collect()
        }
        other => panic!("not an answer: {other:?}"),
    };
    for object in objects {
        let _outcome = state.insert(object);
    }
}
