"""What Streamlit and its charts say by themselves, which is English only; ``script/page.js`` puts these in their place.

These are not among the strings of the app: the keys are what Streamlit 1.67 writes, the values what a Chinese page
says.
"""

from __future__ import annotations

__all__ = ["OWN", "OWN_PATTERNS"]

OWN: dict[str, str] = {
    "Logo": "依据",
    "Navigate to home page": "回到首页",
    "App pages": "页面",
    "Sidebar": "侧栏",
    "Collapse sidebar": "收起侧栏",
    "Expand sidebar": "展开侧栏",
    "Main menu": "菜单",
    "Open": "展开选项",
    "Close": "关闭",
    "Dismiss": "关闭",
    "Clear entry": "清空输入",
    "Clear value": "清除",
    "Clear all": "全部清除",
    "Selected values": "已选",
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Select all": "全选",
    "No results": "没有匹配的选项",
    "file upload": "上传文件",
    "Upload": "选择文件",
    "Add files": "添加文件",
    "Notifications": "通知",
    "Running...": "正在处理",
    "Fullscreen": "全屏",
    "Close fullscreen": "退出全屏",
    "Show data": "显示数据",
    "Hide data": "隐藏数据",
    "Show chart": "显示图表",
    "Download as PNG": "下载图片",
    "Download as CSV": "下载数据",
    "Copy Vega-Lite spec": "复制图表定义",
    "Search": "查找",
    "visualization": "图表",
    "axis": "坐标轴",
    "legend": "图例",
    "bar": "条",
    "text mark": "文字",
    "group mark container": "图组",
    "rect mark container": "一组条",
    "text mark container": "一组文字",
}
"""Exactly these words."""

OWN_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"^(\d+) options? available\.$", "有 $1 个选项。"),
    (r"^X-axis .*$", "横轴"),
    (r"^Y-axis .*$", "纵轴"),
    (r"^Remove (.+)$", "去掉 $1"),
    (r"^Upload (.+)$", "上传：$1"),
)
"""Regular expressions of JavaScript, and what stands for what they match."""
