//! Pages, and the headers every answer carries.

use crate::{engine, hall::Hall};
use pingyi_store::Store;

async fn every_answer_carries_the_headers(store: Store) {
    let hall = Hall::empty(store).await;
    for path in [
        "/",
        "/v/",
        "/admin/cycles/x",
        "/screen/",
        "/api/vote",
        "/api/accounts",
        "/api/nowhere",
        "/nowhere",
        "/api/cycles/none/results",
        "/v/../../Cargo.toml",
        "/v/%2e%2e/admin/index.html",
    ] {
        let answer = hall.phone().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-eval"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'self'"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(answer.status != 500, "{path}");
    }
}

async fn an_unknown_address_of_the_interface_is_a_problem_and_no_page(store: Store) {
    let hall = Hall::empty(store).await;
    let answer = hall.phone().get("/api/nowhere").await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    answer.refused(404, "not_found");
    assert_eq!(hall.phone().get("/").await.status, 307);
    assert_eq!(hall.phone().get("/nowhere").await.status, 404);
}

/// Pages know no store: one engine is enough.
#[tokio::test]
async fn headers() {
    engine::sqlite(every_answer_carries_the_headers).await;
}

#[tokio::test]
async fn addresses() {
    engine::sqlite(an_unknown_address_of_the_interface_is_a_problem_and_no_page).await;
}
