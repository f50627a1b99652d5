/** What is wrong, in sentences: one for each code, in the words of the server's verifier. */
import type { PointFault } from '../crypto/verify/curve.ts';
import type { Detail, FaultCode } from '../crypto/verify/fault.ts';

type Sentences = Readonly<Record<FaultCode, string | ((detail: Detail) => string)>>;

const POINT_ZH: Record<PointFault, string> = {
  encoding: '群元素须为 64 位小写十六进制数字',
  'not-on-curve': '不是曲线上的点',
  torsion: '该点不在素数阶子群内',
  identity: '此处不允许单位元',
};
const POINT_EN: Record<PointFault, string> = {
  encoding: 'a group element is 64 lower-case hexadecimal digits',
  'not-on-curve': 'not a point of the curve',
  torsion: 'outside the subgroup of prime order',
  identity: 'the identity is not allowed here',
};

const placeZh = ({ question, choice }: Detail): string =>
  `第 ${question} 个对象${choice === undefined ? '' : `第 ${choice} 个选项`}`;
const placeEn = ({ question, choice }: Detail): string =>
  `contest ${question}${choice === undefined ? '' : `, choice ${choice}`}`;
const byteZh = ({ at }: Detail): string => (at === undefined ? '' : `（第 ${at} 字节处）`);
const byteEn = ({ at }: Detail): string => (at === undefined ? '' : ` at byte ${at}`);

/** Chinese, the source. */
export const faultsZh: Sentences = {
  'archive-truncated': '文件不完整，在中间断掉了。可能没有下载完，请重新下载',
  'archive-header': '不是核验包的格式：文件头不符合规定。请确认拿的是 .bel 文件',
  'archive-belenios': '开头不是核验包的标记',
  'archive-time': '条目的时间与核验包不一致',
  'archive-large': '条目过大，超过 256 MB',
  'archive-padding': '条目之后的填充不为零',
  'entry-name': '条目的名称不是其内容的哈希：内容被改动过',
  'event-form': '事件不是规范的写法',
  'event-parent': '事件没有接在前一事件之后：中间被改动或抽走过',
  'event-height': '事件的编号不连续：有事件被抽走或插入',
  'event-order': '此处不应出现这种事件',
  'event-kind': '不支持的事件类型',
  'event-payload': '事件没有指向它之前的数据',
  'event-data': '事件之前的数据条目数量不对',
  'data-stray': '有数据条目不属于任何事件',
  'no-setup': '核验包中没有设置事件',
  'setup-form': '设置数据不是规范的写法',
  'setup-reference': '设置数据没有指向它之前的条目',
  'data-repeated': '同一数据条目出现两次',
  'election-form': (d) => `选举参数不是规范的写法${byteZh(d)}`,
  'roll-form': (d) => `公开凭证名册不是规范的写法${byteZh(d)}`,
  'share-form': (d) => `解密份额不是规范的写法${byteZh(d)}`,
  'result-form': (d) => `计票结果不是规范的写法${byteZh(d)}`,
  'election-point': (d) => `选举参数含有错误的群元素：${POINT_ZH[d.point!]}`,
  'roll-point': (d) => `公开凭证名册含有错误的群元素：${POINT_ZH[d.point!]}`,
  'share-point': (d) => `解密份额含有错误的群元素：${POINT_ZH[d.point!]}`,
  'threshold-point': (d) => `门限组第 ${d.member} 名成员公布了错误的群元素：${POINT_ZH[d.point!]}`,
  'result-shape': '结果的结构与选举的对象不符',
  'election-id': '选举编号不合规定',
  'election-protocol': '不是 Ed25519 群上的协议第 1 版',
  'election-question': (d) => `第 ${d.question} 个对象的选项或上下限无法满足`,
  'election-key': '选举公钥不是各监票人公钥之积',
  'roll-repeated': '名册中有凭证出现两次',
  'roll-weight': '票权之和过大',
  'roll-order': '名册中的公开凭证未排序',
  'trustee-form': (d) => `监票人公钥不是规范的写法${byteZh(d)}`,
  'trustee-point': (d) => `监票人公钥错误：${POINT_ZH[d.point!]}`,
  'trustee-proof': '监票人没有证明自己持有私钥',
  'trustee-none': '没有监票人',
  'trustee-repeated': '两名监票人的公钥相同',
  'trustee-cancelled': '监票人的公钥互相抵消',
  'threshold-certificate': (d) => `门限组第 ${d.member} 名成员的证书验证失败`,
  'threshold-polynomial': (d) => `门限组第 ${d.member} 名成员的多项式承诺验证失败`,
  'threshold-key': (d) => `门限组第 ${d.member} 名成员的验证公钥验证失败`,
  'threshold-shape': '门限组的结构有误',
  'ballot-replayed': '同一张选票出现两次',
  'ballot-form': (d) => `选票不是规范的写法${byteZh(d)}`,
  'ballot-election': '选票属于另一次选举',
  'ballot-shape': '选票的结构与选举的对象不符',
  'ballot-credential': '选票的凭证不在名册中',
  'ballot-signature': '选票的签名不成立：选票被改动过，或不是凭证持有人投的',
  'ballot-point': (d) => `选票${placeZh(d)}：${POINT_ZH[d.point!]}`,
  'ballot-choice': (d) => `选票${placeZh(d)}：取值为 0 或 1 的证明不成立`,
  'ballot-bounds': (d) => `选票${placeZh(d)}：选择数量在允许范围内的证明不成立`,
  'ballot-blank': (d) => `选票${placeZh(d)}：空白作答未作选择的证明不成立`,
  'tally-product': '加密的合计不是这些选票之积',
  'tally-counts': '票数或票权与选票不符',
  'owned-form': '解密份额的归属不是规范的写法',
  'owned-reference': '解密份额的归属没有指向它之前的份额',
  'share-shape': '解密份额的结构与合计不符',
  'share-proof': '解密份额的证明不成立',
  'share-owner': (d) => `没有第 ${d.trustee} 名监票人`,
  'share-repeated': (d) => `第 ${d.trustee} 名监票人给出了两份解密份额`,
  'share-missing': (d) => `缺少从第 ${d.trustee} 名监票人起的解密份额`,
  'result-sums': '公布的结果与解密出的合计不符',
};

/** English. */
export const faultsEn: Sentences = {
  'archive-truncated':
    'the file ends in the middle; the download may be incomplete, fetch it again',
  'archive-header': 'not the form of an archive; make sure it is a .bel file',
  'archive-belenios': 'it does not begin with the mark of an archive',
  'archive-time': 'an entry has another time than the archive',
  'archive-large': 'an entry is larger than 256 MB',
  'archive-padding': 'the space after an entry is not zero',
  'entry-name': 'the name of the entry is not the hash of its content: the content was changed',
  'event-form': 'the event is not in its canonical form',
  'event-parent': 'the event does not follow the one before it: something was changed or taken out',
  'event-height': 'the number of the event is not one more than the last',
  'event-order': 'an event of this kind cannot stand here',
  'event-kind': 'events of this kind are not supported',
  'event-payload': 'the event does not refer to the data before it',
  'event-data': 'the event has the wrong number of data entries before it',
  'data-stray': 'a data entry belongs to no event',
  'no-setup': 'the archive has no setup event',
  'setup-form': 'the setup data are not in their canonical form',
  'setup-reference': 'the setup data do not refer to the entries before them',
  'data-repeated': 'the same data entry stands on the board twice',
  'election-form': (d) => `the election is not in its canonical form${byteEn(d)}`,
  'roll-form': (d) => `the roll is not in its canonical form${byteEn(d)}`,
  'share-form': (d) => `the partial decryption is not in its canonical form${byteEn(d)}`,
  'result-form': (d) => `the result is not in its canonical form${byteEn(d)}`,
  'election-point': (d) => `the election holds a wrong group element: ${POINT_EN[d.point!]}`,
  'roll-point': (d) => `the roll holds a wrong group element: ${POINT_EN[d.point!]}`,
  'share-point': (d) => `the partial decryption holds a wrong group element: ${POINT_EN[d.point!]}`,
  'threshold-point': (d) =>
    `member ${d.member} published a wrong group element: ${POINT_EN[d.point!]}`,
  'result-shape': "the result does not have the shape of the election's contests",
  'election-id': 'the election identifier is not one',
  'election-protocol': 'not protocol version 1 on the group Ed25519',
  'election-question': (d) => `contest ${d.question} has impossible answers or bounds`,
  'election-key': "the election key is not the product of the trustees' keys",
  'roll-repeated': 'a credential stands in the roll twice',
  'roll-weight': 'the weights add up to too much',
  'roll-order': 'the public credentials are not sorted',
  'trustee-form': (d) => `the trustees' keys are not in their canonical form${byteEn(d)}`,
  'trustee-point': (d) => `a trustee's key is wrong: ${POINT_EN[d.point!]}`,
  'trustee-proof': 'a trustee does not prove possession of the secret key',
  'trustee-none': 'there are no trustees',
  'trustee-repeated': 'two trustees have the same key',
  'trustee-cancelled': 'the keys of the trustees cancel each other',
  'threshold-certificate': (d) => `the certificate of member ${d.member} does not verify`,
  'threshold-polynomial': (d) => `the polynomial of member ${d.member} does not verify`,
  'threshold-key': (d) => `the verification key of member ${d.member} does not verify`,
  'threshold-shape': 'the threshold group has the wrong shape',
  'ballot-replayed': 'the same ballot stands on the board twice',
  'ballot-form': (d) => `the ballot is not in its canonical form${byteEn(d)}`,
  'ballot-election': 'the ballot belongs to another election',
  'ballot-shape': "the ballot does not have the shape of the election's contests",
  'ballot-credential': 'the credential of the ballot is not on the roll',
  'ballot-signature':
    'the signature of the ballot does not verify: it was changed, or not cast by its owner',
  'ballot-point': (d) => `ballot, ${placeEn(d)}: ${POINT_EN[d.point!]}`,
  'ballot-choice': (d) => `ballot, ${placeEn(d)}: the proof that it is 0 or 1 fails`,
  'ballot-bounds': (d) => `ballot, ${placeEn(d)}: the proof of an allowed number of choices fails`,
  'ballot-blank': (d) => `ballot, ${placeEn(d)}: the proof that a blank answer is empty fails`,
  'tally-product': 'the encrypted sums are not the product of the ballots',
  'tally-counts': 'the number of ballots or their weight is not that of the ballots',
  'owned-form': 'the owner of the partial decryption is not in its canonical form',
  'owned-reference': 'the owner record does not refer to the partial decryption before it',
  'share-shape': 'the partial decryption does not have the shape of the sums',
  'share-proof': 'a proof of the partial decryption fails',
  'share-owner': (d) => `there is no trustee ${d.trustee}`,
  'share-repeated': (d) => `trustee ${d.trustee} gave two partial decryptions`,
  'share-missing': (d) => `a partial decryption is missing, from trustee ${d.trustee} on`,
  'result-sums': 'the published result is not what the partial decryptions give',
};

/** The sentence of a fault. */
export function sentenceOf(sentences: Sentences, code: FaultCode, detail: Detail): string {
  const sentence = sentences[code];
  return typeof sentence === 'string' ? sentence : sentence(detail);
}
