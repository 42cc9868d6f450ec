"""The environment variables the house reads, each with what it does. A house test finds unlisted ones."""

from dataclasses import dataclass

from nuanxin.plain.words import Words


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, what stands without it, what it does."""

    name: str
    default: str
    says: Words


VARIABLES = (
    Variable(
        "NUANXIN_DATA",
        "`var/`",
        Words(
            "数据目录：数据库、收到的文件、封存段、密钥。",
            "Folder of the database, files received, segments and keys.",
        ),
    ),
    Variable(
        "NUANXIN_DATABASE",
        "one SQLite file in the data folder",
        Words(
            "PostgreSQL 数据库的地址：postgresql://用户:密码@主机:端口/库名。",
            "Address of a PostgreSQL database: postgresql://user:password@host:port/name.",
        ),
    ),
    Variable(
        "NUANXIN_CITY",
        "`cities/demo`",
        Words(
            "城市目录：设置、表格、简报稿、自有指标。",
            "Folder of the city: settings, sheets, bulletins, its own figures.",
        ),
    ),
    Variable(
        "NUANXIN_ENGINE",
        "`duckdb`",
        Words(
            "计算指标的引擎：duckdb 或 spark；两者读同一批封存文件，结果相同。",
            "Engine that works figures out: duckdb or spark; same sealed files, same results.",
        ),
    ),
    Variable(
        "NUANXIN_SPARK",
        "`local[2]`",
        Words(
            "Spark 主节点地址，如 local[8] 或 spark://主机:7077；仅在引擎为 spark 时使用。",
            "Spark's master, as local[8] or spark://host:7077; read only where the engine is spark.",
        ),
    ),
    Variable(
        "NUANXIN_CITIES",
        "none: figures come from this installation alone",
        Words(
            "省级汇总用：其中每个子目录是一个盟市封存段的副本，指标一并计入。",
            "For a province: a folder in which each city has a folder with a copy of its sealed segments, "
            "counted in every figure.",
        ),
    ),
    Variable(
        "NUANXIN_LANGUAGE",
        "the terminal's language, else English",
        Words("命令行的语言：zh 或 en。", "Language of the command line: zh or en."),
    ),
    Variable(
        "NUANXIN_HOSTS",
        "`localhost,127.0.0.1,[::1],testserver`",
        Words("允许访问本站的主机名，用逗号隔开。", "Host names the site answers to, with commas between."),
    ),
    Variable(
        "NUANXIN_ADDRESS",
        "none: the code on a document holds the seal alone",
        Words(
            "本站对外的网址；印在文件二维码里，手机一扫就打开该期简报。",
            "Address the site is known by; the code on a document then opens the bulletin.",
        ),
    ),
    Variable(
        "NUANXIN_FONTS",
        "`fonts/` in the data folder",
        Words(
            "存放单位自有字体（小标宋、仿宋等）的目录，PDF 优先使用。",
            "Folder of the office's own typefaces; PDF documents take them first.",
        ),
    ),
    Variable(
        "NUANXIN_HTTPS",
        "off",
        Words(
            "设为 1 表示前面有反向代理提供 HTTPS，并由它设置 X-Forwarded-Proto。",
            "Set to 1 where a proxy in front speaks HTTPS and sets X-Forwarded-Proto itself.",
        ),
    ),
    Variable(
        "NUANXIN_BACKUPS",
        "none",
        Words("备份目录，供体检查看备份的新旧。", "Folder of the backups, whose age the doctor looks at."),
    ),
    Variable(
        "NUANXIN_LOG",
        "warnings only, as text",
        Words(
            "日志的写法：json 或 text；每个请求一行，不含查询、正文、Cookie 和个人信息。",
            "How logs are written: json or text, a line a request, without query, body, cookie or "
            "anything personal.",
        ),
    ),
    Variable(
        "NUANXIN_KEYS",
        "`keys/` in the data folder",
        Words(
            "个人信息主密钥的目录；宜放在数据目录之外，另行备份。",
            "Folder of the master keys of personal fields; best outside the data folder, backed up apart.",
        ),
    ),
    Variable(
        "NUANXIN_CIPHER",
        "`aes-256-gcm`",
        Words(
            "个人信息的加密算法：aes-256-gcm 或 sm4-gcm（国密）；改后换钥即全部改用。",
            "Cipher of personal fields: aes-256-gcm or sm4-gcm; after a change, rotate the keys.",
        ),
    ),
    Variable(
        "NUANXIN_SECRET_KEY",
        "made on first start, kept in the data folder",
        Words("签名会话用的密钥。", "Secret that signs sessions and forms."),
    ),
    Variable(
        "NUANXIN_IDLE_MINUTES",
        "`20`",
        Words(
            "登录后闲置多少分钟自动退出。",
            "Minutes without a click after which one is signed out.",
        ),
    ),
    Variable(
        "NUANXIN_SESSION_HOURS",
        "`12`",
        Words(
            "登录后最多多少小时须重新登录，不论是否闲置。",
            "Hours after which one signs in again, idle or not.",
        ),
    ),
    Variable(
        "NUANXIN_API_RATE",
        "`600`",
        Words(
            "接口：每个令牌或登录者每分钟最多多少次请求。",
            "API: requests a minute for a token or somebody signed in.",
        ),
    ),
    Variable(
        "NUANXIN_API_RATE_PUBLIC",
        "`120`",
        Words(
            "接口：未登录时每个网络地址每分钟最多多少次请求。",
            "API: requests a minute for an address that sends no token.",
        ),
    ),
    Variable(
        "NUANXIN_MFA",
        "`administrators`",
        Words(
            "哪些人须两步登录：off 不要求，administrators 三员，all 所有人。示例人员除外。",
            "Of whom a second step is asked: off, administrators, all. Invented people are let off.",
        ),
    ),
    Variable(
        "NUANXIN_OIDC_URL",
        "none",
        Words(
            "城市统一身份认证（OIDC）的地址；只打开已开立的账号，不自动注册。",
            "Address of the city's identity service (OIDC); it opens accounts that exist, never new ones.",
        ),
    ),
    Variable(
        "NUANXIN_OIDC_ID",
        "none",
        Words("本系统在统一身份认证中的客户端编号。", "Client id at the identity service."),
    ),
    Variable(
        "NUANXIN_OIDC_SECRET",
        "none",
        Words("本系统在统一身份认证中的客户端密钥。", "Client secret at the identity service."),
    ),
    Variable(
        "NUANXIN_TIANDITU",
        "none: maps have a quiet ground and ask no other host",
        Words(
            "天地图密钥；填写后地图下面显示天地图底图，读者的浏览器会访问 t0–t7.tianditu.gov.cn。",
            "Key of Tianditu; maps then lie on its tiles, which readers' browsers fetch from "
            "t0 to t7.tianditu.gov.cn.",
        ),
    ),
    Variable(
        "NUANXIN_WEBHOOKS_INSIDE",
        "off",
        Words(
            "设为 1 允许把推送发到本网络内部的地址，也允许 http。",
            "Set to 1, webhooks may go to addresses inside this network, and over http.",
        ),
    ),
    Variable(
        "NUANXIN_DEBUG",
        "off",
        Words(
            "设为 1 时显示详细错误，仅供开发。", "Set to 1, errors are shown in full; for developers only."
        ),
    ),
)
