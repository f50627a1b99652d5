//! What the public sees of a round in which one class was small.

use crate::{
    engine::on_both,
    hall::{Hall, card},
};
use pingyi_store::Store;
use serde_json::{Value, json};

/// Both classes are opened, the town's has enough for its counts, the villages' too few for a mean.
async fn a_small_class_hides_the_counts_of_the_large_one(store: Store) {
    let mut rules = card();
    rules["thresholds"] = json!({ "open": 2, "mean": 4, "histogram": 4 });
    let hall = Hall::ready_with(store, &rules).await;
    hall.open(1).await.ok();
    for slip in &hall.group("organiser").slips {
        hall.vote(1, "town", slip, &[0, 4]).await.ok();
    }
    for slip in &hall.group("village-2").slips[..3] {
        hall.vote(1, "village", slip, &[0, 4]).await.ok();
    }
    hall.close(1).await.ok();
    hall.decrypt().await;
    hall.reveal(1, true).await.ok();

    for class in ["town", "village"] {
        let id = hall.ballot_box(1, class).await;
        let path = format!("/api/boxes/{id}/archive");
        hall.phone()
            .get(&path)
            .await
            .refused(403, "class_too_small");
        assert_eq!(hall.who("auditor").get(&path).await.status, 200, "{class}");
    }
    let results = hall.phone().get(&hall.path("results")).await.ok();
    let round = &results["rounds"][0];
    for village in round["ranking"].as_array().expect("places") {
        assert_eq!(village["score"], Value::Null);
        for class in village["classes"].as_array().expect("classes") {
            let told = ["mean", "mean_exact", "marks", "blank"].map(|figure| &class[figure]);
            assert_eq!(told, [&Value::Null; 4], "{class}");
        }
    }
    let sheet = round["count_sheet"].to_string();
    assert!(!sheet.contains("甲一村"), "{sheet}");
}
on_both!(a_small_class_hides_the_counts_of_the_large_one);
