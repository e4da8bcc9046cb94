//! What is said of governance objects.

use super::*;

#[test]
fn a_register_is_ordered_and_bounded() {
    assert_eq!(Register::new(&[[2; 16], [1; 16]]), None);
    assert_eq!(Register::new(&[[1; 16], [1; 16]]), None);
    let names: Vec<Name> = (0_u32..).map(named).take(REGISTER_MAX + 1).collect();
    assert_eq!(Register::new(&names), None);
    assert!(Register::new(&names[1..]).is_some());
}
