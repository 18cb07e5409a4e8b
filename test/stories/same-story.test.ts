import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bridge, bulletin, differenceBetween, type Told } from './articles.ts';

const [first = '', second = '', third = '', fourth = '', fifth = ''] = bridge.paragraphs;

const copies: Readonly<Record<string, Told>> = {
  'the same': bridge,
  'a byline, and another headline': {
    title: '东西两岸十分钟可达 跨江大桥昨日合龙',
    paragraphs: [`本报讯（记者 陈晓）${first}`, second, third, fourth, fifth, '（来源：江城晚报）'],
  },
  'two paragraphs less, and numbers written otherwise': {
    title: bridge.title,
    paragraphs: [first, second.replace('1240', '１,２４０'), fifth.replace('1.2亿', '12000万')],
  },
  'sentences joined and reworded': {
    title: '跨江大桥提前合龙',
    paragraphs: [
      `${first.replace('缓缓吊起并', '')}${second.replace('先后攻克了', '接连攻克')}`,
      third,
      fourth.replace('期待已久', '盼望了很久'),
    ],
  },
  'the beginning alone': { title: '跨江大桥主桥合龙', paragraphs: [`${first}${second}`.slice(0, 100)] },
};

describe('a copy is the same story', () => {
  test.each(Object.entries(copies))('%s', (_, copy) => {
    expect(differenceBetween(bridge, copy)).toBeUndefined();
    expect(differenceBetween(copy, bridge)).toBeUndefined();
  });

  test('whatever its punctuation, its width and its white space', () => {
    const sign = fc.constantFrom('，', '。', ' ', '\n', '；', '“', '”', '　', '<br>', '');
    fc.assert(
      fc.property(fc.array(sign, { minLength: 40, maxLength: 40 }), signs => {
        const paragraphs = bridge.paragraphs.map((text, at) => text.replaceAll('，', signs[at] ?? '') + signs[at + 20]);
        expect(differenceBetween(bridge, { ...bridge, paragraphs })).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

const notice = (name: string, post: string): Told => ({
  title: `${name}接受纪律审查和监察调查`,
  paragraphs: [
    `据市纪委监委消息：市${post}${name}涉嫌严重违纪违法，目前正接受市纪委监委纪律审查和监察调查。`,
    `${name}简历：${name}，男，汉族，本科学历，早年参加工作，长期在本市任职，曾任区委常委、区政府副区长等职务。${name}此前曾公开表示要廉洁自律。`,
  ],
});

const footer =
  '本公众号发布的信息仅供参考，不构成任何投资建议，投资者据此操作风险自担。更多资讯请下载客户端，关注我们的官方账号，客服热线每天八点到二十点为您服务，转载请注明出处并保留本声明全文。';

const others: Readonly<Record<string, readonly [Told, Told, string]>> = {
  "tomorrow's bulletin": [bulletin(11, 358, 994), bulletin(12, 326, 817), 'numbers'],
  'the next part of a series': [
    { ...bridge, title: '大桥纪事（第3集）' },
    { ...bridge, title: '大桥纪事（第4集）' },
    'numbers',
  ],
  'a notice about somebody else': [notice('张国庆', '水务局原局长'), notice('李建华', '交通局原副局长'), 'names'],
  'a round-up that begins with it': [
    { title: bridge.title, paragraphs: [first] },
    {
      title: '早报：央行下调利率；多地发布高温预警',
      paragraphs: [
        first,
        '中国人民银行今天宣布下调存款准备金率零点二五个百分点，释放长期资金约五千亿元，市场普遍认为此举有利于稳定预期。',
        '气象台昨晚继续发布高温橙色预警，预计今天白天最高气温将超过三十八度，提醒市民减少户外活动，注意防暑降温。',
        '省队在昨晚的比赛中以三比一战胜对手，连续第五场取得胜利，积分榜上升至第二位，主教练对球员的表现表示满意。',
      ],
    },
    'title',
  ],
  'an article that quotes it at its end': [
    { title: bridge.title, paragraphs: [first] },
    {
      title: '轮渡公司调整夏季班次',
      paragraphs: [
        '轮渡公司昨天发布公告，自下月一日起调整夏季班次，早晚高峰每八分钟一班，平峰时段十五分钟一班，末班船延长到二十二时三十分。',
        `相关阅读：${bridge.title}`,
        first,
      ],
    },
    'beginning',
  ],
  'short news above the same footer': [
    {
      title: '一号店今日开业',
      paragraphs: [
        '位于人民路的一号店今天上午正式开业，首日推出多项优惠活动，吸引了许多附近居民前来选购，现场秩序井然。',
        footer,
      ],
    },
    {
      title: '图书馆延长开放',
      paragraphs: [
        '市图书馆宣布从下周起延长开放时间，周末开放到晚上九点，读者可以通过小程序预约座位，自习室同步增加三百个座席。',
        footer,
      ],
    },
    'beginning',
  ],
};

describe('what only looks like it is another', () => {
  test.each(Object.entries(others))('%s', (_, [one, other, why]) => {
    expect(differenceBetween(one, other)).toBe(why);
    expect(differenceBetween(other, one)).toBe(why);
  });
});

test('a number that was mended among many makes no other story', () => {
  const mended = bridge.paragraphs.map(text => text.replace('6.3公里', '6.8公里'));
  expect(differenceBetween(bridge, { ...bridge, paragraphs: mended })).toBeUndefined();
});
