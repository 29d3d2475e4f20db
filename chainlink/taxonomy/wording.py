"""The words of trade that say what is done or wanted, not which category is meant."""

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TRADE_VERBS: Final = _words("""
    织造 生产 制造 制作 加工 加工定制 定制 销售 批发 零售 经销 购销 代销 直销 出售 经营 兼营
    收购 供应 采购 研发 研制 开发 设计 安装 调试 维修 修理 维护 保养 租赁 出租 施工 种植 养殖
    饲养 开采 采选 运输 仓储 储存 冷藏 配送 回收 进出口 出口 进口 服务 咨询 代理 组装 装配 印刷
    屠宰 酿造 冶炼 培育 繁育 推广 技术服务 售后服务
""")

# Around the thing in a sentence: who, how many, please, wanted.
STOP_PHRASES: Final = _words("""
    用量大 用量 量大 量少 急用 大批 不够用 不够 我们公司 我们厂 我们是 我们 我公司 我司 我厂
    本公司 本厂 公司 企业 厂家 厂商 工厂 厂子 商家 卖家 供应商 生产商 制造商 服务商 供货商
    加工商 供应 供货 供给 采购商 采购 求购 收购 批量 大量 长期 急需 急求 急找 急招 寻找 寻求 寻
    求推荐 推荐 寻源 想找 想要 想做 想买 想卖 需要 需求 需 希望 打算 计划 准备 正在 目前 现有 现
    现在 今年 明年 有没有 哪里有 哪家 谁家 谁能 谁有 能不能 能做 可以做 可以 可 能够 能 会做
    可承接 承接 承揽 承接各类 专业从事 专业生产 专业做 专业 专门 专注 专注于 主营 主要 主做 主产
    从事 各种 各类 多种 一批 一家 一台 一套 几家 几台 若干 一些 部分 合作 合作伙伴 伙伴 对接
    洽谈 联系 咨询 欢迎 提供 一站式 全套 整套 成套 优质 高品质 高质量 优秀 靠谱 可靠 稳定 便宜
    价格 报价 订单 外协 代工 委托 委外 外发 生产 制造 制作 加工 定制 定做 来样 来图 批发 零售
    销售 经销 经营 购销 出售 直销 厂家直销 质量 国内 国外 省内 本地 附近 周边 山东 济宁 兖州
    以及 同时 另外 还有 还 并且 并 以 及 和 与 或 或者 跟 给 为 帮 帮我 帮忙 请 请问 谢谢 有 是
    做 要 想 找 求 买 卖 的话 一下 这种 那种 什么 怎么 如何 哪里 吗 呢 啊 吧 了 着 过 在 到 从
    对 把 被 将 由 因 因为 所以 但 但是 又 也 都 就 很 太 没 没有 缺 缺少 缺乏 少 上 下 里 中 内
    每年 每月 年产 月产 日产 件 吨 万 个 台 套 家 名 人 方面 相关 有关 领域 行业 业务 项目 范围
    许可 自产 自营 用于 适用于 适合 应用于 采用 使用 利用 通过 进行
""")

# Between two words of one noun phrase: the earlier describes the later.
GLUE: Final = _words("""
    的 之 用 专用 配套 型 式 类 系列 级 等 及其 及 新型 高端 大型 小型 中型 精密 各种
""")

# After a word they leave its sense as it is.
NEUTRAL_TAILS: Final = _words("""
    团队 机构 事务所 代办 办理 申请 申报 代理 产品 成品 厂 厂家 商 公司 企业 业 类 等 等等 制品
    系列 项目 业务 工作 生意 行业 一套 一批 若干 服务 方案 需求 订单 货源 件 品 料 批量 工程
    技术 师傅 资源 渠道 方面 问题 合作 供应商 加工厂 生产厂 用 的
""")

# After a word they make something else of it: 面粉 with 加工设备 is a machine.
SHIFTING_TAILS: Final = _words("""
    设备 机械 机 机器 机床 装备 仪 仪器 仪表 器 装置 生产线 流水线 配件 零件 零部件 部件 附件
    外壳 壳体 模具 夹具 刀具 工具 包装 包装箱 包装袋 箱 袋 盒 瓶 罐 桶 桶装 软件 系统 平台 市场
    门店 店 检测 试验 标准 人才 工人 工 展 展会 商城 车 车辆 船 房 厂房 仓库 基地 园区 添加剂
    助剂 剂 涂料 胶 油 膜 纸 布 板 管 线 废料 废水 废气 废渣 专利 论文
""")

# Alone they say nothing.
GENERIC: Final = frozenset(
    _words("""
    调试 收购 护理 保养 清洗 储存 施工
    机械 设备 机器 装备 加工 产品 服务 制造 生产 销售 工程 材料 原料 原材料 技术 配件 零件
    零部件 部件 系统 管理 项目 制品 用品 平台 方案 业务 贸易 物资 市场 企业 公司 工业 商品 货物
    货 仪器 装置 工具 器材 器件 元件 成品 半成品 定制 安装 维修 维护 设计 开发 研发 咨询 供应
    采购 批发 零售 代理 运输 出口 进口 检测 处理 施工 改造 升级 智能 自动 自动化 环保 节能
    新能源 新材料 农业 电子 机电 化工 轻工 专用 通用 其他 综合 精密 金属 塑料 食品 合作 渠道
    客户 订单 资金 人才 工人 场地 厂房 基地 科技 信息 网络 软件 硬件 数据 生活 日用 机械设备
    机电设备 机械加工设备 专用设备 通用设备 机械配件 设备配件 设备维修 machine machinery
    equipment product goods service part processing manufacturing engineering system material
    technology component industrial industry supply tool business company solution project
    device trade
""")
)

# What is wanted or offered, by the words around the thing: 轮胎 with 经销商 is about a channel.
# Only words that hardly occur inside the name of a good.
KIND_CUES: Final = {
    "FINANCE": _words("""
        贷款 贷 融资 授信 资金 缺钱 保理 担保 保函 票据 贴现 承兑 信用证 结汇 汇率 保险 投保
        信保 借款 质押 抵押 周转 loan financing credit factoring insurance guarantee
    """),
    "INVESTMENT": _words("""
        股权 投资 风投 入股 基金 上市 并购 增资 天使轮 equity investor investment venture
    """),
    "TALENT": _words("""
        招聘 招工 招人 招收 急招 诚聘 用工 普工 焊工 技工 工人 人才 培训 实训 订单班 劳务 招
        recruit hiring training worker
    """),
    "LOGISTICS": _words("""
        运输 物流 货运 海运 空运 陆运 班列 专线 货代 仓储 报关 清关 订舱 冷链 配送 拼箱 发往
        运到 运往 发到 集装箱 freight shipping logistics customs warehouse transport
    """),
    "CERTIFICATION": _words("""
        认证 检测 检验 化验 证书 检测报告 校准 计量 体系 送检 certification certificate testing
        inspection
    """),
    "SALES_CHANNEL": _words("""
        出口渠道 出口市场 外贸 跨境 海外 经销商 代理商 分销 渠道 客商 卖到 销往 直播 带货 电商
        外商 打开市场 销路 展会 参展 distributor export channel overseas
    """),
    "TECHNOLOGY": _words("""
        研发 攻关 技术难题 产学研 高校 大学 科研 研究院 课题 专利 技术转让 成果转化 中试
        联合开发 技术合作 research r&d
    """),
    "SERVICE": _words("""
        维修 修理 检修 保养 安装 租赁 出租 租用 回收 处置 治理 改造 设计 咨询 代理记账 代办 申报
        施工 总承包 运维 翻译 拆除 清洗 repair maintenance installation rental leasing recycling
        design consulting contractor epc
    """),
}

# Where one of these stands too, a good may well be what is offered.
MAKING: Final = _words("""
    生产 制造 加工 制作 自产 厂家 manufacturer maker
""")
