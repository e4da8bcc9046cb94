//! Random histories, delivered in random orders, with repeats, and with some objects withheld.

use std::env;
use std::num::NonZero;
use std::sync::LazyLock;
use std::sync::Mutex;
use std::thread;

use flotilla_domain::coalition::Outcome;
use flotilla_domain::coalition::Pins;
use flotilla_domain::coalition::State;
use flotilla_wire::sample::Sample;
use flotilla_wire::sample::random::Random;

use crate::made::Made;
use crate::model::Model;
use crate::seen::Seen;
use crate::view;
use crate::world::World;

const SEEDS: u64 = 1_000;

/// Coalitions of two to four founders.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| (2..=4).map(Sample::new).collect());

#[test]
fn a_state_says_after_every_step_what_the_set_of_objects_says() {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let seen = Mutex::new(Seen::default());
    thread::scope(|scope| {
        for lane in 0..threads {
            let seen = &seen;
            scope.spawn(move || seeds().skip(lane).step_by(threads).for_each(|it| run(it, seen)));
        }
    });
    let lacking = seen.into_inner().unwrap().lacking();
    assert!(env::var("FLOTILLA_SEED").is_ok() || lacking.is_empty(), "never seen: {lacking:?}");
}

/// Makes a history, and delivers some of it.
fn run(seed: u64, seen: &Mutex<Seen>) {
    let mut random = Random::new(seed);
    let sample = random.pick(&SAMPLES);
    let mut world = World::new(sample, Random::new(seed ^ 0xc0a1));
    for _ in 0..6 + random.below(14) {
        world.happen();
    }
    let mut deliveries = world.objects.clone();
    // Nearly in order, or in any.
    if random.once_in(2) {
        random.shuffle(&mut deliveries);
    }
    let withheld = random.below(4).min(deliveries.len());
    for _ in 0..withheld {
        deliveries.remove(random.below(deliveries.len()));
    }
    let state = follow(sample, &world, &deliveries, &mut random, seed);
    seen.lock().unwrap().note(&view::of(&state), &state, sample.roster().len());
}

/// Delivers one object after the other, and compares.
fn follow(
    sample: &Sample,
    world: &World<'_>,
    deliveries: &[Made],
    random: &mut Random,
    seed: u64,
) -> State {
    let mut state = State::founded(sample.founded());
    let mut pins = Pins::new();
    for (step, made) in deliveries.iter().enumerate() {
        let outcome = state.insert(made.object.clone());
        let refused = matches!(outcome, Outcome::Rejected(_));
        assert!(made.sound || refused || outcome == Outcome::Waiting, "seed {seed}, step {step}");
        if random.once_in(10) {
            let again = deliveries[random.below(step + 1)].object.clone();
            let outcome = state.insert(again);
            assert_ne!(outcome, Outcome::Held, "seed {seed}, step {step}: held twice");
        }
        if random.once_in(25) {
            let (id, height) = *random.pick(&world.entries);
            pins.insert(height, id);
            state.pin(height, id);
        }
        let expected = Model::new(sample, &deliveries[..=step]).view(&pins);
        assert_eq!(view::of(&state), expected, "seed {seed}, step {step}");
    }
    let mut shuffled = deliveries.to_vec();
    random.shuffle(&mut shuffled);
    let mut other = State::founded(sample.founded());
    pins.iter().for_each(|(height, id)| other.pin(*height, *id));
    for made in shuffled {
        let _outcome = other.insert(made.object);
    }
    assert_eq!(view::of(&other), view::of(&state), "seed {seed}: the order mattered");
    state
}

fn seeds() -> Box<dyn Iterator<Item = u64>> {
    let number = |name| env::var(name).ok().and_then(|text| text.parse().ok());
    match number("FLOTILLA_SEED") {
        Some(seed) => Box::new([seed].into_iter()),
        None => Box::new(0..number("FLOTILLA_SEEDS").unwrap_or(SEEDS)),
    }
}
