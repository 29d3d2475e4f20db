"""Chinese words for what the graph names in English, as people fill them into a form's columns."""

from collections.abc import Mapping

SECTORS: Mapping[str, str] = {
    "政": "GOVERNMENT", "政府": "GOVERNMENT",
    "产": "INDUSTRY", "产业": "INDUSTRY", "企业": "INDUSTRY",
    "学": "ACADEMIA", "学校": "ACADEMIA", "高校": "ACADEMIA",
    "研": "RESEARCH", "科研": "RESEARCH", "金": "FINANCE", "金融": "FINANCE",
    "服": "SERVICE", "服务": "SERVICE", "用": "USER", "用户": "USER",
}  # fmt: skip
SIZES: Mapping[str, str] = {
    "大": "LARGE", "大型": "LARGE", "中": "MEDIUM", "中型": "MEDIUM",
    "小": "SMALL", "小型": "SMALL", "微": "MICRO", "微型": "MICRO",
}  # fmt: skip
VISIBILITIES: Mapping[str, str] = {
    "公开": "PUBLIC", "匿名": "ANONYMOUS", "党委可见": "COMMITTEE", "仅党委": "COMMITTEE",
    "不公开": "PRIVATE", "仅自己": "PRIVATE",
}  # fmt: skip
URGENCIES: Mapping[str, str] = {
    "低": "LOW", "不急": "LOW", "中": "NORMAL", "一般": "NORMAL", "普通": "NORMAL",
    "高": "HIGH", "急": "HIGH", "紧急": "HIGH",
}  # fmt: skip
EVIDENCE: Mapping[str, str] = {
    "自述": "SELF_CLAIM", "自报": "SELF_CLAIM", "走访": "VISIT", "订单": "ORDER", "专利": "PATENT",
    "证书": "CERTIFICATE", "许可": "LICENCE", "许可证": "LICENCE",
}  # fmt: skip
CLAIM_KINDS: Mapping[str, str] = {
    "供应": "SUPPLY", "产品": "SUPPLY", "采购": "SUPPLY", "加工": "SUPPLY",
    "销售渠道": "SALES_CHANNEL", "渠道": "SALES_CHANNEL",
    "技术": "TECHNOLOGY", "科研": "TECHNOLOGY",
    "融资": "FINANCE", "金融": "FINANCE", "投资": "INVESTMENT", "物流": "LOGISTICS",
    "人才": "TALENT", "认证": "CERTIFICATION", "检测": "CERTIFICATION", "服务": "SERVICE",
}  # fmt: skip
DEAL_KINDS: Mapping[str, str] = {
    "合同": "CONTRACT", "购销合同": "CONTRACT",
    "采购订单": "PURCHASE_ORDER", "订单": "PURCHASE_ORDER",
    "首次出口": "FIRST_EXPORT", "首单出口": "FIRST_EXPORT", "投资": "INVESTMENT",
    "技术合同": "TECHNOLOGY_CONTRACT", "融资": "FINANCING", "贷款": "FINANCING",
    "人才": "TALENT", "人才引进": "TALENT",
    "意向": "LETTER_OF_INTENT", "意向书": "LETTER_OF_INTENT", "意向协议": "LETTER_OF_INTENT",
}  # fmt: skip
YES_AND_NO: Mapping[str, str] = {
    "是": "true", "有": "true", "y": "true", "yes": "true", "1": "true", "true": "true",
    "否": "false", "无": "false", "n": "false", "no": "false", "0": "false", "false": "false",
}  # fmt: skip
