"""The noun that a count counts: 专家 in 400多名专家, 成员国 in 六个 CAREC 成员国.

There is no parser here: the first head noun of a table that ends the phrase is taken. Where none does, the count has
no noun and is left out, since 三个方面 or 五位一体 count nothing.
"""

from __future__ import annotations

import re

from ingest.amounts.units import words

__all__ = ["counted_noun", "counted_people", "noun_before"]

# Head nouns of what reports count. Compounds stand here where their last word alone would say too little.
_HEADS = words("""
    国家 成员国 理事国 缔约国 受援国 伙伴国
    经济体 省份 省 城市 市 县 区县 地区 区域 州 社区 村庄 行政村 乡镇 贫困村 贫困县 园区
    开发区 试验区 示范区 自贸区 人 专家 人士 代表 代表团 官员 学员 学者 教师 学生 医生 护士 农民 工人
    员工 人员 从业人员 妇女 儿童 居民 患者 病例 家庭 农户 用户 客户 委员 委员会 议员 部长 大使 志愿者
    受益人 受访者 参会者 参与者 劳动者 贫困人口 人口 游客 检验员 顾问 政府 机构 组织 部门 部委 单位 企业
    公司 银行 学校 高校 大学 医院 卫生院 协会 联合会 智库 中心 物流中心 研究所 实验室 基金会 运营商 会议
    研讨会 论坛 会谈 会晤 磋商 讲习班 培训班 培训 课程 讲座 活动 访问 对话 演习 展览 展会 考察 审议 评估
    调查 检查 审查 咨询 项目 工程 计划 方案 规划 战略 政策 措施 举措 行动 倡议 任务 目标 指标 建议 承诺
    成果 产品 知识产品 报告 出版物 研究 可行性研究 案例研究 案例 案件 指南 手册 标准 法律 法规 规章 条例
    协定 协议 条约 公约 议定书 备忘录 合同 文件 决议 决定 声明 证书 专利 论文 简报 期刊 技术援助 援助
    资助 贷款 赠款 投资 融资 资金 捐款 拨款 债券 基金 服务 制度 机制 平台 系统 数据库 网站 门户网站 试点
    示范项目 口岸 过境点 港口 机场 车站 铁路 公路 线路 航线 航班 班列 桥梁 隧道 走廊 水库 电站 水电站
    变电站 风电场 电厂 油田 气田 矿山 管道 市场 批发市场 商店 仓库 工厂 住房 房屋 设施 设备 监测仪 车辆
    汽车 卡车 集装箱 船舶 飞机 机组 基站 充电桩 台站 岗位 就业岗位 工作组 专家组 小组 团队 小组委员会
    领域 行业 产业 集群 支柱 优先领域 优先事项 事项 议题 问题 挑战 步骤 阶段 类别 品种 物种 语言 语种
    卫星 火箭 疫苗 药品 样本 数据 变量 国有企业 中小企业 小微企业 部级会议 部长级会议 组别 窗口 账户 交易
    订单 申请 文书 奖项 奖学金
    站点 点位 监测点 学位 床位 座位 纲要 原则 品牌 技术 景区 议案 提案 博物馆 图书馆 幼儿园 养老院 农场 合作社 党派
""")
# Often the first half of a compound (国家标准, 项目办公室): they need a boundary after them.
_ATTRIBUTIVE = frozenset(
    words("""
    国家 国 地区 区域 省 市 县 城市 部门 行业 产业 项目 企业 政府 市场 公路 铁路 投资 服务 技术援助 贷款
    工程 人 政策 家庭 研究 数据 系统 机制 标准 人口 基金 社区 住房 设施 设备 水库
    """)
)
# 名 and 位 count people, 所 institutions, 次, 场 and 轮 events: 十六次区域或次区域培训 are not sixteen regions.
_PEOPLE = words("""
    人 专家 人士 代表 官员 学员 学者 教师 学生 医生 护士 农民 工人 员工 人员 从业人员 妇女 儿童 居民 患者
    委员 议员 部长 大使 志愿者 受益人 受访者 参会者 参与者 劳动者 游客 检验员 顾问 用户 客户 研究人员
    负责人 领导人 干部 党员 记者 企业家 嘉宾 院士 科学家 运动员 工作人员 技术人员 公务员 候选人 雇员
""")
_EVENTS = words("""
    会议 研讨会 论坛 会谈 会晤 磋商 谈判 讲习班 培训班 培训 课程 讲座 活动 访问 对话 演习 展览
    展会 考察 审议 评估 调查 检查 审查 咨询 部长级会议 高官会 峰会 年会 听证会 发布会 座谈会 推介会 访谈
    比赛 演出 航班 任务 行动 磋商会 工作会议 线上活动 发射 地震 援助
""")
_PLACES = words("""
    学校 大学 高校 学院 中学 小学 幼儿园 医院 卫生院 中医院 保健院 研究所 研究院 实验室
    中心 机构 养老院 福利院 监狱
""")
_SCOPE = dict.fromkeys("名位", _PEOPLE) | dict.fromkeys("次场轮", _EVENTS) | {"所": _PLACES}
_ALL = tuple(dict.fromkeys(_HEADS + _PEOPLE + _EVENTS + _PLACES))


def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(nouns, key=len, reverse=True)))


_HEAD = _pattern(_ALL)
_HEAD_OF = {classifier: _pattern(nouns) for classifier, nouns in _SCOPE.items()}
# What a phrase may be followed by when it is complete: a particle, a preposition or a common verb.
_BOUNDARY = re.compile(
    r"\s*(?:$|[^一-鿿A-Za-z/\s]|能够|通过|[的和与及或在将已被是为正均都也于等中内之以向对从可并参共就有至到达占由因而但则应须需上下里间]"
    r"|"
    + "|".join(
        words("""
        实施 完成 举行 举办 进行 提供 获得 签署 加入 开展 建立 成立 启动 发布 批准 讨论 支持 承诺
        实现 扩大 推进 出现 发展 保持 增长 减少 增加 下降 提高 进入 退出 达成 取得 面临 正式 相继 陆续 先后
        提交 组织 执行 建成 投入 采取 制定 出席 报名 受益 脱贫 同意 表示 宣布 派 赴 来自 接受 使用
        涉及 覆盖 联合 共同 之间 以上 左右 以内
        """)
    )
    + ")"
)
_RUN = re.compile(r"[一-鿿A-Za-z0-9/·“”\"《》\s-]{1,30}")
# What these classifiers count where no noun follows (超过2800家, 不足50辆).
_IMPLIED = {"次": "次", "场": "场", "轮": "轮", "家": "企业", "辆": "车辆", "艘": "船舶", "架": "飞机", "列": "列车"}
# These name what they count well enough: 17台, 21期, 83017例, 3.7万字.
_IMPLIED |= {classifier: classifier for classifier in "台期例班种套件座剂字"}
_ENDS = re.compile(r"\s?(?:$|[,，。;；、)以左])")
_NOUN_BEFORE = re.compile(rf"(?P<noun>{_HEAD.pattern})(?:共计?|近|约|达|超过?|逾|各|共有)?\s?$")
_LARGE = re.compile(
    r"\s?(?:[一-鿿](?<![的和与在元吨])){0,6}?(?P<noun>人口|家庭|农户|居民|学生|纳税人|农民|劳动者|游客|群众|职工|老人|儿童|劳动力|市场主体|企业)"
)
_FALLBACK = re.compile(
    r"\s?(?![即已将正在未尚均都也还又再不仅约前后月])([一-鿿]{2,4}?)(?=(?:[是为即有]|如下)?(?:[,，。;；:()、）]|$)|[中内均已被](?![心央小国部外]))"
)
# What no noun phrase holds before its head: a verb of being, a preposition, another count.
_CLAUSE = re.compile(r"[为是在将被把]|完成|签署|实现|开展|[\d一二两三四五六七八九十][个名位项]")
_SHORT = 4  # a phrase of at most four characters is kept whole: 政府机构, 知识产品
_EMPTY = re.compile(
    r"方面|层面|维度|角度|地方|时候|原因|特点|坚持|统筹|确立|自信|意识|维护|全面|一体|之一|左右"
    r"|以上|以内|以下|月|世纪|部分"
)


def counted_noun(text: str, start: int, classifier: str) -> tuple[str, int] | None:
    """The noun counted by a number and ``classifier`` that end at ``start``, and where its phrase ends.

    :return: the noun and the end of the phrase in ``text``; the end is ``start`` where the classifier itself says what
        is counted (人, 户, 次). ``None`` if nothing countable follows.
    """
    if classifier in ("人", "户", "国"):
        return ("国家" if classifier == "国" else classifier), start
    run = _RUN.match(text, start)
    phrase = run[0] if run else ""
    found = _head(phrase, _HEAD_OF.get(classifier, _HEAD))
    if found is not None:
        noun, end = found
        return noun, start + end
    if classifier in ("名", "位"):
        return "人", start
    if classifier in _IMPLIED:
        return _IMPLIED[classifier], start
    fallback = _FALLBACK.match(text, start) if classifier in "个项种类" else None
    if fallback and not _EMPTY.search(fallback[1]) and fallback[1][-1] not in "性化义":
        return fallback[1], fallback.end(1)
    return None


def counted_people(text: str, start: int) -> tuple[str, int] | None:
    """The people in 1.4亿农村人口 and 2900多万家庭: large numbers need no classifier."""
    match = _LARGE.match(text, start)
    return (match["noun"], match.end()) if match else None


def noun_before(text: str, start: int, end: int) -> str | None:
    """The noun of 行政法规15部 and 机场50个: it stands before the number where the classifier ends the phrase."""
    if not _ENDS.match(text, end):
        return None
    match = _NOUN_BEFORE.search(text, max(0, start - 8), start)
    return match["noun"] if match else None


def _head(phrase: str, heads: re.Pattern[str]) -> tuple[str, int] | None:
    best: tuple[str, int] | None = None
    last = -1
    for match in heads.finditer(phrase):
        if best is not None and match.start() - best[1] > 8:
            break
        if match.start() > 20 or _CLAUSE.search(phrase, 0, match.start()):
            break
        complete = _BOUNDARY.match(phrase, match.end()) is not None
        whole = phrase[: match.end()].strip()
        whole = whole.removeprefix("系列")
        noun = whole if len(whole) <= _SHORT and re.fullmatch(r"[一-鿿]+", whole) and "的" not in whole else match[0]
        if complete or match[0] not in _ATTRIBUTIVE:
            return noun, match.end()
        if match.start() == last:
            best = None  # 9个国家行业主管局: a compound whose end is no known noun
        elif best is None:
            best = noun, match.end()
        last = match.end()
    return best
