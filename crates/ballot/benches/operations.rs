//! What each operation costs.
fn main() {
    for (name, count, mut operation) in pingyi_ballot::curve::measure::operations() {
        operation();
        let mut best = f64::MAX;
        for _ in 0..200 {
            let t = std::time::Instant::now();
            operation();
            best = best.min(t.elapsed().as_secs_f64() / f64::from(count));
        }
        println!("{name:40} {:10.1} ns", best * 1e9);
    }
}
