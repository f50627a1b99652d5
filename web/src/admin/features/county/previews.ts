/** A sentence with every word in it; kept out of the tables of texts, whose words are filled in. */
export const PREVIEW_ZH =
  '{county}共有 16 个{town}、103 个{village}，分成 4 个{area}；每个{village}有一位{secretary}，{project}共 85 个。';
export const PREVIEW_EN =
  'The {county} has 16 {towns} and 103 {villages} in 4 {areas}; each {village} has a {secretary}, and there are 85 {projects}.';
