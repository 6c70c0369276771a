"""The frame of every page, the first start, trouble."""

from __future__ import annotations

from ui.strings.words import Words

__all__ = ["STRINGS"]

STRINGS: dict[str, Words] = {
    "nav.search": Words("检索", "Search"),
    "nav.check": Words("核查", "Check"),
    "nav.commitments": Words("承诺", "Commitments"),
    "nav.conflicts": Words("矛盾", "Conflicts"),
    "nav.briefing": Words("简报", "Briefing"),
    "nav.library": Words("文献", "Library"),
    "nav.overview": Words("概览", "Overview"),
    "app.other_language": Words("English", "中文"),
    "app.other_language_help": Words("Switch to English", "切换到中文"),
    "app.skip": Words("跳到正文", "Skip to the content"),
    "app.foot": Words(
        "所有引文均为原文，附原文地址。知识库有 {documents} 份文献、{passages} 段，{day}更新（第 {snapshot} 版）。",
        "All quotes are verbatim, with their address. {documents} documents, {passages} passages, updated {day} "
        "(version {snapshot}).",
    ),
    "day": Words("{year}年{month}月{day}日", "{day} {month} {year}"),
    "app.local": Words("未设置登录，仅在本机提供服务。", "No sign-in is set up: served to this computer only."),
    "basket.add": Words("加入简报", "Add to briefing"),
    "basket.added": Words("已加入简报", "In the briefing"),
    "basket.count": Words("已选 {n} 段", "{n} selected"),
    "basket.count_help": Words("为简报选出的段落", "Passages selected for a briefing"),
    "access.title": Words("请先登录", "Please sign in"),
    "access.sign_in_body": Words(
        "本系统供本单位人员使用。登录后即可检索和阅读。",
        "This system is for members of the office. Sign in to search and read.",
    ),
    "access.sign_in": Words("用单位账号登录", "Sign in"),
    "access.sign_out": Words("退出登录", "Sign out"),
    "access.account": Words("账号", "Account"),
    "access.reader": Words("读者：可以检索、阅读、核查和撰写简报", "Reader: may search, read, check and brief"),
    "access.curator": Words(
        "管理员：还可以导入、替换、移除文献和评审", "Curator: may also import, replace and remove documents, and review"
    ),
    "access.curators_only": Words(
        "导入、替换、移除和评审由管理员进行。", "Documents are imported, replaced, removed and reviewed by curators."
    ),
    "access.not_listed": Words(
        "您的账号没有使用本系统的权限，请联系管理员。", "Your account may not use this system; ask its administrator."
    ),
    "access.no_authlib": Words(
        "登录所需的程序没有安装。请管理员运行 pip install Authlib，然后重新启动。",
        "What signing in needs is not installed: run pip install Authlib and start again.",
    ),
    "access.closed": Words(
        "未设置登录的系统只在本机提供服务，因此这里不显示任何内容。请管理员设置登录（secrets.toml 的 [auth] 部分），"
        "或让程序只监听 127.0.0.1。",
        "Without sign-in this app serves its own computer only, so nothing is shown here. Set up sign-in "
        "([auth] in secrets.toml), or let it listen on 127.0.0.1 only.",
    ),
    "start.title": Words("正在建立知识库", "Building the knowledge base"),
    "start.body": Words(
        "首次启动时读取随附的报告，通常不到一分钟。可以离开本页，进度不会丢失。",
        "At the first start the shipped reports are read, usually in less than a minute. You may leave this page.",
    ),
    "start.read": Words("读取文献 {done}/{total}　{name}", "Reading documents {done}/{total}  {name}"),
    "start.embed": Words("建立索引 {done}/{total}", "Building the index {done}/{total}"),
    "start.waiting": Words("准备中…", "Getting ready…"),
    "start.busy": Words(
        "另一个程序正在导入文献，完成后本页自动继续。",
        "Another program is importing; this page goes on when it is done.",
    ),
    "start.empty": Words(
        "没有可读的文献。请把报告放入 {folder}，再按“重试”。",
        "No documents to read. Put reports into {folder}, then try again.",
    ),
    "start.failed": Words("知识库未能建立。", "The knowledge base could not be built."),
    "start.retry": Words("重试", "Try again"),
    "trouble.title": Words("知识库无法打开", "The knowledge base cannot be opened"),
    "trouble.outdated": Words(
        "知识库的索引是本程序的另一个版本或另一个模型建立的，须重建后才能检索。文献、评审和搁置的记录都会保留。",
        "The index was built by another version of this program or with another model, and has to be built again. "
        "Until then nothing can be searched. Documents, reviews and what was set aside are kept.",
    ),
    "trouble.rebuild": Words("重建索引", "Build the index again"),
    "trouble.curator": Words(
        "请管理员打开本页，按“重建索引”。", "Ask a curator to open this page and build the index again."
    ),
    "trouble.failed": Words(
        "上次重建没有完成。请看磁盘空间和权限，再试一次。",
        "It could not be built the last time. Look at disk space and rights, then try again.",
    ),
    "trouble.mismatch": Words(
        "知识库与本程序的版本或设置不符。请管理员按技术说明处理。",
        "The knowledge base does not fit this version of the program or its settings; the technical detail says what "
        "to do.",
    ),
    "trouble.damaged": Words(
        "知识库的文件有损坏。请管理员运行 yiju doctor 检查，用 yiju doctor --repair 修复，或从备份恢复。",
        "Files of the knowledge base are damaged. Run yiju doctor, then yiju doctor --repair, or restore a backup.",
    ),
    "trouble.busy": Words(
        "另一个程序正在写入知识库，请过一会儿再试。",
        "Another program is writing to the knowledge base; try again later.",
    ),
    "trouble.unwritable": Words(
        "知识库无法写入：磁盘已满、介质只读，或没有权限。",
        "The knowledge base cannot be written: the disk is full, read-only, or rights are missing.",
    ),
    "trouble.unreachable": Words(
        "存放索引的服务器没有正常回应。请检查网络和服务器，再试一次。",
        "The server that holds the indexes does not answer as it should. Check the network and the server.",
    ),
    "trouble.model": Words(
        "向量模型无法载入。请管理员检查 YIJU_MODEL 的设置。",
        "The model cannot be loaded. Check the setting YIJU_MODEL.",
    ),
    "trouble.package": Words(
        "缺少一个须另行安装的软件包，安装命令见技术说明。",
        "A package is missing that is installed separately; the technical detail has the command.",
    ),
    "trouble.other": Words(
        "这一步没有完成，请再试一次；仍然不行，请把技术说明交给管理员。",
        "This could not be done. Try again; if it fails again, show the technical detail to a curator.",
    ),
    "trouble.detail": Words("技术说明", "Technical detail"),
}
