import { overlapOf, type Prepared, prepared } from '../../src/stories/overlap.ts';
import { type Difference, differenceOf } from '../../src/stories/same-story.ts';
import { tellingOf } from '../../src/stories/telling.ts';

/** An article as tests write it: paragraphs of plain text. */
export type Told = { readonly title: string; readonly paragraphs: readonly string[] };

export function preparedOf({ title, paragraphs }: Told): Prepared {
  const content = paragraphs.map(text => `<p>${text}</p>`).join('\n');
  return prepared(tellingOf({ title, content, summary: undefined }));
}

export function differenceBetween(one: Told, other: Told): Difference | undefined {
  return differenceOf(overlapOf(preparedOf(one), preparedOf(other)), 0.5);
}

/** A day's bulletin, with that day's numbers. */
export function bulletin(day: number, cases: number, others: number): Told {
  return {
    title: `市卫健委通报：${day}日新增确诊病例${cases}例`,
    paragraphs: [
      `市卫健委今早通报：4月${day}日0至24时，全市新增本土确诊病例${cases}例和无症状感染者${others}例，其中${cases - 3}例在隔离管控中发现。`,
      `当日新增治愈出院病例${cases + 11}例，解除医学观察无症状感染者${others - 40}例，在院治疗${cases * 4}例。`,
      `截至4月${day}日24时，累计本土确诊病例${cases * 9}例，治愈出院${cases * 5}例，现有待排查的疑似病例${cases % 7}例。`,
    ],
  };
}

/** A piece of local news of some length. */
export const bridge: Told = {
  title: '跨江大桥主桥合龙，预计明年建成通车',
  paragraphs: [
    '昨天上午十时许，随着最后一节钢箱梁缓缓吊起并精准就位，连接东西两岸的跨江大桥主桥顺利合龙，比原定计划提前了二十一天。',
    '大桥全长6.3公里，主跨达到1240米，设双向六车道，设计时速80公里。建设者先后攻克了深水基础施工、大节段吊装和强风天气作业等多项技术难题。',
    '项目负责人说，合龙以后将转入桥面铺装和附属工程施工，同步安装照明、监控和防撞设施，力争在年底前完成全部土建工程。',
    '附近的居民对大桥期待已久。在码头开了三十年小店的周阿姨说，以前过江要等轮渡，遇到大雾只能绕行七十多公里，以后十分钟就能到对岸。',
    '按照规划，大桥通车后，东岸的产业园区与西岸的铁路货运站之间的运输时间将缩短一半，每年可为沿线企业节省物流成本约1.2亿元。',
  ],
};
