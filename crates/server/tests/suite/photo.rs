//! Photos of projects: a picture and nothing else, of the own town, and at most a dozen.

use crate::{
    county::{County, write},
    engine::on_both,
    hall::text,
};
use pingyi_store::Store;
use serde_json::{Value, json};

/// A PNG of one grey point, with a remark that says where it was taken.
fn picture() -> Vec<u8> {
    let chunk = |kind: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [&length[..], kind, body, &[0; 4]].concat()
    };
    [
        &[0x89, b'P', b'N', b'G', 13, 10, 26, 10][..],
        &chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        &chunk(b"tEXt", b"GPS 36.77 121.15"),
        &chunk(b"IDAT", &[1, 2, 3]),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

async fn project(county: &County) -> String {
    let body = json!({ "number": "P-1", "name": "道路硬化", "category": "基础设施", "town": county.unit("甲镇").await });
    let saved = county
        .organiser()
        .post("/api/ledger", write(body))
        .await
        .ok();
    text(&saved["id"]).to_owned()
}

async fn a_photo_keeps_the_picture_and_loses_the_place(store: Store) {
    let county = County::founded(store).await;
    let path = format!("/api/ledger/{}/photos", project(&county).await);
    let add = format!("{path}?caption=路面完成");
    let added = county.town.post(&add, picture()).await.ok();
    assert_eq!(
        (&added["caption"], &added["by"]),
        (&json!("路面完成"), &json!("town-1"))
    );
    let photo = format!("/api/photos/{}", text(&added["id"]));
    let answer = county.hall.who("viewer").get(&photo).await;
    assert_eq!(answer.headers["content-type"], "image/png");
    assert!(answer.body.len() < picture().len() && !answer.text().contains("GPS"));
    assert_eq!(
        county.logged("photo.add").await,
        ["给项目“道路硬化”加照片“路面完成”"]
    );

    county
        .other_town
        .get(&photo)
        .await
        .refused(404, "not_found");
    county
        .other_town
        .post(&add, picture())
        .await
        .refused(404, "not_found");
    let remove = format!("{photo}/remove");
    county
        .other_town
        .post(&remove, json!({}))
        .await
        .refused(404, "not_found");
    assert_eq!(county.town.post(&remove, json!({})).await.ok(), json!([]));
    county.town.get(&photo).await.refused(404, "not_found");
}

async fn what_is_no_photo_is_refused_and_a_dozen_is_enough(store: Store) {
    let county = County::founded(store).await;
    let path = format!("/api/ledger/{}/photos", project(&county).await);
    let add = format!("{path}?caption=现场");
    for broken in [b"<svg/>".to_vec(), picture()[..40].to_vec(), Vec::new()] {
        let answer = county.organiser().post(&add, broken).await;
        answer.refused(422, "photo_invalid");
    }
    for caption in ["", "370687196503041234"] {
        let add = format!("{path}?caption={caption}");
        let answer = county.organiser().post(&add, picture()).await;
        answer.refused(422, "entry_invalid");
    }
    assert_eq!(county.organiser().get(&path).await.ok(), json!([]));
    for _ in 0..12 {
        county.organiser().post(&add, picture()).await.ok();
    }
    county
        .organiser()
        .post(&add, picture())
        .await
        .refused(409, "photos_full");
    let listed: Value = county.town.get(&path).await.ok();
    assert_eq!(listed.as_array().unwrap().len(), 12);
}

on_both!(
    a_photo_keeps_the_picture_and_loses_the_place,
    what_is_no_photo_is_refused_and_a_dozen_is_enough,
);
