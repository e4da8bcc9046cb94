//! The arithmetic, on a few cells.

use super::*;

#[test]
fn a_hidden_part_is_what_the_others_leave() {
    let mut graph = Graph::default();
    let [total, shown, hidden] = cells(&mut graph, [(30, 34), (16, 24), (0, UNBOUNDED)]);
    graph.relate(total, vec![shown, hidden], Kind::Sum);
    graph.propagate().unwrap();
    assert_eq!(graph.bounds(hidden), Bounds { low: 6, high: 18 });
}

#[test]
fn what_covers_is_between_the_largest_part_and_the_sum() {
    let mut graph = Graph::default();
    let parts = [(16, 24), (31, 39), (0, 13)];
    let [total, one, two, hidden] =
        cells(&mut graph, [(0, UNBOUNDED), parts[0], parts[1], parts[2]]);
    graph.relate(total, vec![one, two, hidden], Kind::Cover);
    graph.propagate().unwrap();
    assert_eq!(graph.bounds(total), Bounds { low: 31, high: 76 });
    graph.narrow(total, Bounds { low: 71, high: 79 }).unwrap();
    graph.propagate().unwrap();
    assert_eq!(graph.bounds(hidden), Bounds { low: 8, high: 13 });
    assert_eq!(graph.bounds(one), Bounds { low: 19, high: 24 });
    graph.narrow(total, Bounds { low: 0, high: 30 }).unwrap_err();
}

#[test]
fn a_chain_of_sums_is_followed_to_its_end() {
    let mut graph = Graph::default();
    let [a, b, c, d] = cells(&mut graph, [(0, UNBOUNDED); 4]);
    graph.relate(a, vec![b], Kind::Sum);
    graph.relate(b, vec![c, d], Kind::Sum);
    graph.narrow(a, Bounds { low: 0, high: 3 }).unwrap();
    graph.propagate().unwrap();
    assert_eq!(graph.bounds(d), Bounds { low: 0, high: 3 });
}

#[test]
fn sums_that_cannot_be_are_noticed() {
    let mut graph = Graph::default();
    let [total, one, two] = cells(&mut graph, [(10, 14), (16, 24), (0, UNBOUNDED)]);
    graph.relate(total, vec![one, two], Kind::Sum);
    assert_eq!(graph.propagate(), Err(Stuck::Contradiction(total)));
}

#[test]
fn what_was_undone_leaves_no_trace() {
    let mut graph = Graph::default();
    let [total, part] = cells(&mut graph, [(10, 14), (0, UNBOUNDED)]);
    graph.begin();
    let other = graph.add(Bounds::ANY);
    graph.relate(total, vec![part, other], Kind::Sum);
    graph.propagate().unwrap();
    assert_eq!(graph.bounds(part).high, 14);
    graph.undo();
    assert_eq!(graph.bounds(part), Bounds::ANY);
    assert_eq!(graph.relations_of(total).count(), 0);
}

fn cells<const N: usize>(graph: &mut Graph, bounds: [(u64, u64); N]) -> [Id; N] {
    bounds.map(|(low, high)| graph.add(Bounds { low, high }))
}

#[test]
fn a_balance_narrows_what_is_presumed_and_nothing_that_is_certain() {
    let mut graph = Graph::default();
    let bounds = [(36, 44), (10, 14), (56, 64), (0, UNBOUNDED)];
    let [before, came, after, went] = cells(&mut graph, bounds);
    graph.relate(before, vec![came, after, went], Kind::Balance);
    graph.propagate().unwrap();
    assert_eq!(graph.bounds(went), Bounds::ANY);
    assert_eq!(graph.presumed(went), Bounds { low: 0, high: 2 });
    assert_eq!(graph.presumed(before), Bounds { low: 42, high: 44 });
    assert!(!graph.has_given_up());
}

#[test]
fn a_balance_that_cannot_be_is_given_up_and_the_others_hold() {
    let mut graph = Graph::default();
    let [a, b, c] = cells(&mut graph, [(0, UNBOUNDED), (20, 24), (0, 6)]);
    let [odd, one, two, three] = cells(&mut graph, [(90, 99), (0, 9), (20, 29), (0, 9)]);
    graph.relate(odd, vec![one, two, three], Kind::Balance);
    graph.relate(a, vec![c, b, c], Kind::Balance);
    graph.begin();
    graph.propagate().unwrap();
    assert!(graph.has_given_up() && graph.has_changed_balances());
    assert_eq!(graph.presumed(odd), Bounds { low: 90, high: 99 });
    assert_eq!(graph.presumed(a), Bounds { low: 14, high: 30 });
    assert!(graph.moved_presumed().contains(&a));
    graph.undo();
    assert!(!graph.has_given_up());
    assert_eq!(graph.presumed(a), Bounds::ANY);
}

#[test]
fn of_balances_that_contradict_each_other_the_first_holds() {
    let mut graph = Graph::default();
    let [a, none] = cells(&mut graph, [(0, UNBOUNDED), (0, 0)]);
    let [ten, twenty] = cells(&mut graph, [(10, 14), (20, 24)]);
    graph.relate(a, vec![none, ten, none], Kind::Balance);
    graph.relate(a, vec![none, twenty, none], Kind::Balance);
    graph.propagate().unwrap();
    assert_eq!(graph.presumed(a), Bounds { low: 10, high: 14 });
    assert_eq!(graph.bounds(a), Bounds::ANY);
    // What is certain may free the one and bind the other.
    graph.begin();
    graph.narrow(a, Bounds { low: 15, high: UNBOUNDED }).unwrap();
    graph.propagate().unwrap();
    assert_eq!(graph.presumed(a), Bounds { low: 20, high: 24 });
    graph.undo();
    assert_eq!(graph.presumed(a), Bounds { low: 10, high: 14 });
}
