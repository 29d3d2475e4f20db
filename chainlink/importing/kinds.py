"""The headings that each kind of file may have, as registers and offices write them."""

from collections.abc import Mapping

from chainlink.importing.headings import Headings
from chainlink.importing.model import ImportKind

ENTERPRISES = Headings(
    {
        "uscc": "统一社会信用代码 社会信用代码 信用代码 统一代码 credit_code",
        "name": "企业名称 单位名称 名称 公司名称 机构名称 主体名称 字号名称",
        "name_en": "英文名称 企业英文名称",
        "sector": "七方类别 单位类别 类别",
        "region": "行政区划 行政区划代码 所属区县 区县 所在区县 所属地区",
        "city": "城市 所属城市 地市 所在城市",
        "industry": "国民经济行业代码 行业代码 industry_code",
        "size": "规模 企业规模 规模类型",
        "founded": "成立日期 成立时间 注册日期 registered_on founded_on",
        "address": "地址 住所 住所地 注册地址 企业地址 经营场所 住所/地址",
        "entity_type": "企业类型 公司类型 市场主体类型 主体类型",
        "capital": "注册资本 注册资金 资金数额 出资额 registered_capital",
        "capital_currency": "注册资本币种 币种 币别",
        "scope": "经营范围 业务范围 business_scope",
        "visibility": "可见范围",
        "export_markets": "出口市场 出口国别 出口国家",
        "committees": "产业链党委 归口党委 所属党委",
        "opted_out": "不参与推荐 matching_opt_out",
        "recorded_on": "入库日期 记录日期",
        "invented": "示例数据",
        "source": "来源 数据来源",
        "contact_name": "联系人 联系人姓名",
        "contact_phone": "联系电话 电话 手机",
        "contact_email": "邮箱 电子邮箱 email",
    },
    required=("uscc", "name"),
)

_CLAIM: Mapping[str, str] = {
    "uscc": "统一社会信用代码 社会信用代码 信用代码 企业代码",
    "enterprise": "企业名称 单位名称 公司名称 企业 单位",
    "kind": "类别 类型",
    "title": "标题 名称",
    "text": "说明 描述 内容 详情",
    "categories": "品类 品类代码 类目",
    "visibility": "可见范围",
    "valid_from": "生效日 开始日期 生效日期",
    "valid_until": "有效期至 截止日期 到期日期 有效期",
    "recorded_on": "入库日期 记录日期",
    "invented": "示例数据",
    "source": "来源 数据来源",
}
CAPABILITIES = Headings(
    {
        **_CLAIM,
        "markets": "serves_markets 服务市场 市场",
        "capacity": "产能 供应能力",
        "certificates": "证书 资质 认证",
        "evidence": "证据等级 证据",
    },
    required=("uscc|enterprise", "title"),
)
NEEDS = Headings(
    {**_CLAIM, "markets": "target_markets 目标市场 市场", "urgency": "紧急程度 紧急度"},
    required=("uscc|enterprise", "title"),
)
CATEGORIES = Headings(
    {
        "code": "代码 品类代码",
        "kind": "类别",
        "label_zh": "名称 中文名 中文名称",
        "label_en": "英文名 英文名称",
        "other_zh": "其他中文名 别名",
        "other_en": "其他英文名",
        "products": "典型产品",
        "materials": "材料",
        "grades": "牌号",
        "processes": "工艺",
        "broader": "上位类 上级",
        "gbt4754": "国民经济行业代码",
        "hs": "HS编码 海关编码",
        "source": "来源",
    },
    required=("code", "kind", "label_zh"),
)
DEALS = Headings(
    {
        "parties": "各方 当事方 双方 企业",
        "seeker": "需方 买方 采购方 甲方",
        "provider": "供方 卖方 销售方 乙方",
        "introductions": "introduction 引荐 引荐编号",
        "kind": "类别 成交类别",
        "title": "名称 合同名称 标题 项目名称",
        "amount": "金额 成交金额 合同金额",
        "amount_minor": "最小单位金额",
        "currency": "币种 币别",
        "rate": "汇率 折人民币汇率",
        "rate_on": "汇率日期",
        "rate_source": "汇率来源",
        "signed_on": "签订日期 签约日期 签署日期 日期",
        "expected": "分年预计",
        "received": "分年到账",
        "invented": "示例数据",
        "source": "来源 数据来源",
    },
    required=("parties|seeker|provider|introductions", "kind", "amount|amount_minor", "signed_on"),
)
ORDERS = Headings(
    {
        "order_number": "订单号 订单编号",
        "seller": "出口方 卖方 销售方 出口企业",
        "maker": "制造方 生产方 生产企业 制造企业",
        "deal": "成交 成交编号",
        "hs_code": "商品编码 HS编码 海关编码",
        "incoterm": "贸易术语 成交方式",
        "incoterm_place": "交货地点 术语地点",
        "customs_mode": "海关监管方式 监管方式",
        "amount": "金额 订单金额 成交金额",
        "amount_minor": "最小单位金额",
        "currency": "币种 币别",
        "destination": "目的国 目的地 运抵国",
        "first_export": "首次出口 制造方首次出口 是否首次出口",
        "ordered_on": "下单日期 订单日期 日期",
        "shipped_on": "出运日期 发货日期 出口日期",
        "invented": "示例数据",
        "source": "来源 数据来源",
    },
    required=(
        *("order_number", "seller", "maker", "hs_code", "incoterm", "incoterm_place"),
        *("customs_mode", "amount|amount_minor", "destination", "ordered_on"),
    ),
)
HEADINGS: Mapping[ImportKind, Headings] = {
    ImportKind.ENTERPRISES: ENTERPRISES,
    ImportKind.CAPABILITIES: CAPABILITIES,
    ImportKind.NEEDS: NEEDS,
    ImportKind.CATEGORIES: CATEGORIES,
    ImportKind.DEALS: DEALS,
    ImportKind.ORDERS: ORDERS,
}
