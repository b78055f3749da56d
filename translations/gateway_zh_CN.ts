<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>gw::app</name>
    <message>
        <source>key file</source>
        <translation>密钥文件</translation>
    </message>
    <message>
        <source>system credential</source>
        <translation>系统凭据</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessClient</name>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>This provider&apos;s own API is not supported yet.</source>
        <translation>尚不支持该提供商自己的接口。</translation>
    </message>
    <message>
        <source>Choose a provider and at least one model.</source>
        <translation>请选择一个提供商和至少一个模型。</translation>
    </message>
    <message>
        <source>The key could not be kept: %1</source>
        <translation>无法保存密钥：%1</translation>
    </message>
</context>
<context>
    <name>gw::client::ProviderTest</name>
    <message>
        <source>The name of the server was not found. Check the address.</source>
        <translation>找不到该服务器名称。请检查地址。</translation>
    </message>
    <message>
        <source>No connection to the server. Is it running, and is the port right?</source>
        <translation>无法连接到服务器。它在运行吗？端口正确吗？</translation>
    </message>
    <message>
        <source>The server&apos;s certificate was not accepted. A company proxy may need its own CA.</source>
        <translation>服务器的证书未被接受。公司代理可能需要自己的 CA。</translation>
    </message>
    <message>
        <source>An address is needed.</source>
        <translation>需要填写地址。</translation>
    </message>
    <message>
        <source>The key was refused.</source>
        <translation>密钥被拒绝。</translation>
    </message>
    <message>
        <source>no models</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>The server does not list any models.</source>
        <translation>服务器没有列出任何模型。</translation>
    </message>
    <message>
        <source>The models are listed, but a streamed answer failed.</source>
        <translation>模型已列出，但流式回答失败。</translation>
    </message>
</context>
<context>
    <name>gw::ui::AccountCard</name>
    <message>
        <source>problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>none needed</source>
        <translation>无需密钥</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>提供</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>发送测试</translation>
    </message>
    <message>
        <source>Asking %1</source>
        <translation>正在询问 %1</translation>
    </message>
    <message>
        <source>It answers: %1</source>
        <translation>回答：%1</translation>
    </message>
</context>
<context>
    <name>gw::ui::AddProvider</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Key</source>
        <comment>a credential</comment>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>trying…</source>
        <translation>进行中…</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>添加提供商</translation>
    </message>
    <message>
        <source>Choose a provider</source>
        <translation>请选择提供商</translation>
    </message>
    <message>
        <source>Type its name, or pick it from the list. Programs on this computer need no key.</source>
        <translation>输入名称，或从列表中选择。本机上的程序不需要密钥。</translation>
    </message>
    <message numerus="yes">
        <source>Search %n provider(s)</source>
        <translation>
            <numerusform>搜索 %n 个提供商</numerusform>
        </translation>
    </message>
    <message>
        <source>Search for a provider</source>
        <translation>搜索提供商</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Get a key</source>
        <translation>获取密钥</translation>
    </message>
    <message>
        <source>Documentation</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation>尚未验证</translation>
    </message>
    <message>
        <source>Built from its documentation; not yet tried with an account.</source>
        <translation>根据文档实现，尚未用真实账户验证。</translation>
    </message>
    <message>
        <source>Kept encrypted, never in the configuration file.</source>
        <translation>加密保存，绝不写入配置文件。</translation>
    </message>
    <message>
        <source>Kept encrypted, opened by %1; never in the configuration file.</source>
        <translation>加密保存，由 %1 解锁；绝不写入配置文件。</translation>
    </message>
    <message>
        <source>Where the service is, as it is told in its documentation.</source>
        <translation>服务所在的地址，见其文档。</translation>
    </message>
    <message>
        <source>This provider needs an address.</source>
        <translation>此提供商需要填写地址。</translation>
    </message>
    <message>
        <source>This is not an address: it must begin with https:// or http:// and name a computer.</source>
        <translation>这不是有效地址：必须以 https:// 或 http:// 开头，并包含主机名。</translation>
    </message>
    <message>
        <source>This provider needs a key.</source>
        <translation>此提供商需要密钥。</translation>
    </message>
    <message>
        <source>Nothing is saved by the test.</source>
        <translation>测试不会保存任何内容。</translation>
    </message>
    <message>
        <source>It works, but no model is listed. Add one by its name.</source>
        <translation>连接正常，但没有列出模型。请按名称添加。</translation>
    </message>
    <message numerus="yes">
        <source>It works and lists %n model(s).</source>
        <translation>
            <numerusform>连接正常，列出 %n 个模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>Tries the address, the key and a short answer. Nothing is saved by it.</source>
        <translation>测试地址、密钥和一次简短回答，不会保存任何内容。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新测试</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>仍然保存</translation>
    </message>
    <message>
        <source>The test has failed. Save all the same?</source>
        <translation>测试失败。仍要保存吗？</translation>
    </message>
    <message>
        <source>This was not tested. Save all the same?</source>
        <translation>尚未测试。仍要保存吗？</translation>
    </message>
    <message>
        <source>Connection test</source>
        <translation>连接测试</translation>
    </message>
    <message>
        <source>DNS</source>
        <translation>DNS</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
</context>
<context>
    <name>gw::ui::CatalogModel</name>
    <message>
        <source>not supported yet</source>
        <translation>尚不支持</translation>
    </message>
    <message>
        <source>on this computer, port %1</source>
        <translation>本机，端口 %1</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>not verified yet</source>
        <translation>尚未验证</translation>
    </message>
    <message>
        <source>%1, not verified yet</source>
        <translation>%1，尚未验证</translation>
    </message>
    <message>
        <source>at an address of yours</source>
        <translation>自定义地址</translation>
    </message>
</context>
<context>
    <name>gw::ui::CopyField</name>
    <message>
        <source>Copy: %1</source>
        <translation>复制：%1</translation>
    </message>
</context>
<context>
    <name>gw::ui::EngineCard</name>
    <message>
        <source>Gateway on or off</source>
        <translation>打开或关闭网关</translation>
    </message>
    <message>
        <source>Address for programs</source>
        <translation>供程序使用的地址</translation>
    </message>
    <message>
        <source>Key for programs</source>
        <translation>供程序使用的密钥</translation>
    </message>
    <message numerus="yes">
        <source>Copies the master key; it leaves the clipboard after %n second(s)</source>
        <translation>
            <numerusform>复制主密钥；%n 秒后从剪贴板清除</numerusform>
        </translation>
    </message>
    <message>
        <source>Gateway is on</source>
        <translation>网关已开启</translation>
    </message>
    <message>
        <source>The key is in the clipboard and leaves it by itself</source>
        <translation>密钥已复制到剪贴板，稍后会自动清除</translation>
    </message>
    <message>
        <source>Programs send their requests to this address</source>
        <translation>程序将请求发送到此地址</translation>
    </message>
    <message>
        <source>Gateway is starting</source>
        <translation>网关正在启动</translation>
    </message>
    <message>
        <source>Opening port %1</source>
        <translation>正在打开端口 %1</translation>
    </message>
    <message>
        <source>Gateway is off</source>
        <translation>网关已关闭</translation>
    </message>
    <message>
        <source>The port could not be opened</source>
        <translation>无法打开端口</translation>
    </message>
    <message>
        <source>It could not start</source>
        <translation>无法启动</translation>
    </message>
    <message>
        <source>No program can reach it</source>
        <translation>没有程序可以访问</translation>
    </message>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::FirstSteps</name>
    <message>
        <source>Three steps to the first request</source>
        <translation>三步完成首个请求</translation>
    </message>
    <message>
        <source>Each step ticks itself as soon as it works.</source>
        <translation>每一步成功后会自动打勾。</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>添加提供商…</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>添加提供商</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Connect a program</source>
        <translation>连接程序</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>发送测试</translation>
    </message>
    <message>
        <source>In use: %1</source>
        <translation>正在使用：%1</translation>
    </message>
    <message>
        <source>A service that answers: with a key, or a program on this computer that needs none.</source>
        <translation>提供回答的服务：需要密钥的在线服务，或无需密钥的本机程序。</translation>
    </message>
    <message>
        <source>Give it this address and key wherever it asks for those of OpenAI.</source>
        <translation>在程序要求填写 OpenAI 地址和密钥的地方，填写此处的地址和密钥。</translation>
    </message>
    <message>
        <source>A request of one word, to see it arrive, be answered and be billed.</source>
        <translation>发送一个单词的请求，查看它如何到达、得到回答并计费。</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>正在等待回答</translation>
    </message>
    <message>
        <source>It works: the answer is empty.</source>
        <translation>连接正常：回答为空。</translation>
    </message>
    <message>
        <source>It works: “%1”</source>
        <translation>连接正常：“%1”</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>No provider offers a model that can be asked.</source>
        <translation>没有可以询问的模型。</translation>
    </message>
</context>
<context>
    <name>gw::ui::FlightModel</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 令牌/秒</translation>
    </message>
    <message>
        <source>streaming</source>
        <translation>传输中</translation>
    </message>
    <message>
        <source>unknown program</source>
        <translation>未知程序</translation>
    </message>
</context>
<context>
    <name>gw::ui::Format</name>
    <message>
        <source>%1k</source>
        <translation>%1k</translation>
    </message>
    <message>
        <source>%1M</source>
        <translation>%1M</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
</context>
<context>
    <name>gw::ui::HomePage</name>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Port %1 is used by another program</source>
        <translation>端口 %1 已被其他程序占用</translation>
    </message>
    <message>
        <source>Port %1 is used by %2</source>
        <translation>端口 %1 已被 %2 占用</translation>
    </message>
    <message>
        <source>Use port %1</source>
        <translation>使用端口 %1</translation>
    </message>
    <message>
        <source>Requests do not arrive here. Programs that are set to port %1 reach the other program.</source>
        <translation>请求无法到达这里。设置为端口 %1 的程序会连接到另一个程序。</translation>
    </message>
    <message>
        <source>The gateway could not start</source>
        <translation>网关无法启动</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>The last change of the configuration is not in force</source>
        <translation>最近一次配置更改未生效</translation>
    </message>
    <message>
        <source>%1 Until this is put right the configuration before it stays in use.</source>
        <translation>%1 修正之前，继续使用先前的配置。</translation>
    </message>
</context>
<context>
    <name>gw::ui::MainWindow</name>
    <message>
        <source>Listening on localhost:%1</source>
        <translation>正在监听 localhost:%1</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Not listening: port %1 is in use</source>
        <translation>未监听：端口 %1 已被占用</translation>
    </message>
    <message>
        <source>Not listening</source>
        <translation>未监听</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>nothing in flight</source>
        <translation>没有进行中的请求</translation>
    </message>
    <message numerus="yes">
        <source>%n in flight</source>
        <translation>
            <numerusform>%n 个进行中</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 today</source>
        <translation>今日 %1</translation>
    </message>
    <message>
        <source>ledger: %1 opened, %2 closed</source>
        <translation>账本：开 %1，结 %2</translation>
    </message>
    <message>
        <source>, %1 broken</source>
        <translation>，中断 %1</translation>
    </message>
    <message>
        <source>keys: %1</source>
        <translation>密钥：%1</translation>
    </message>
</context>
<context>
    <name>gw::ui::ModelPicker</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>None</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>Filter, or type the name of a model</source>
        <translation>筛选，或输入模型名称</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Models to offer</source>
        <translation>要提供的模型</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n chosen</source>
        <translation>
            <numerusform>已选 %1 个，共 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>The test lists the models. A model can also be added by its name.</source>
        <translation>测试会列出模型，也可以按名称添加模型。</translation>
    </message>
    <message>
        <source>No model matches. Press Enter to add this name.</source>
        <translation>没有匹配的模型。按回车键添加此名称。</translation>
    </message>
</context>
<context>
    <name>gw::ui::NowCard</name>
    <message>
        <source>Now</source>
        <translation>正在进行</translation>
    </message>
    <message>
        <source>Requests in flight</source>
        <translation>进行中的请求</translation>
    </message>
    <message>
        <source>No request is running.</source>
        <translation>没有正在运行的请求。</translation>
    </message>
    <message>
        <source>The gateway is not listening. Requests appear here as soon as it does.</source>
        <translation>网关未监听。开始监听后，请求会显示在这里。</translation>
    </message>
</context>
<context>
    <name>gw::ui::Overview</name>
    <message>
        <source>Last 60 seconds</source>
        <translation>最近 60 秒</translation>
    </message>
    <message>
        <source>requests per second</source>
        <translation>每秒请求数</translation>
    </message>
    <message>
        <source>no errors</source>
        <translation>没有错误</translation>
    </message>
    <message>
        <source>Spend today</source>
        <translation>今日费用</translation>
    </message>
    <message>
        <source>per hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>正在载入…</translation>
    </message>
    <message>
        <source>Requests today</source>
        <translation>今日请求</translation>
    </message>
    <message>
        <source>none failed</source>
        <translation>没有失败</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>Tokens today</source>
        <translation>今日令牌</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) without a price</source>
        <translation>
            <numerusform>%n 个请求没有价格</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 per request</source>
        <translation>每个请求 %1</translation>
    </message>
    <message>
        <source>Added delay, p95</source>
        <translation>附加延迟 p95</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>added by the gateway itself</source>
        <translation>由网关自身增加</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>nothing spent yet</source>
        <translation>尚无费用</translation>
    </message>
    <message>
        <source>the gateway is not listening</source>
        <translation>网关未监听</translation>
    </message>
    <message>
        <source>no data</source>
        <translation>无数据</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>输入 %1，输出 %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>What the bars show</source>
        <translation>柱形图显示的内容</translation>
    </message>
    <message>
        <source>no tokens yet</source>
        <translation>还没有 token</translation>
    </message>
</context>
<context>
    <name>gw::ui::PresetGallery</name>
    <message>
        <source>Start with</source>
        <translation>从这里开始</translation>
    </message>
    <message>
        <source>On this computer, without a key</source>
        <translation>本机，无需密钥</translation>
    </message>
    <message>
        <source>With a key</source>
        <translation>需要密钥</translation>
    </message>
    <message numerus="yes">
        <source>All %n provider(s)…</source>
        <translation>
            <numerusform>全部 %n 个提供商…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::ProvidersPage</name>
    <message>
        <source>Providers</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Filter by name or model</source>
        <translation>按名称或模型筛选</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>添加提供商…</translation>
    </message>
    <message>
        <source>No provider yet</source>
        <translation>还没有提供商</translation>
    </message>
    <message>
        <source>A provider answers the requests of your programs. It takes a key, or a program on this computer that needs none.</source>
        <translation>提供商回答程序发出的请求。需要一个密钥，或一个无需密钥的本机程序。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>No provider matches</source>
        <translation>没有匹配的提供商</translation>
    </message>
    <message>
        <source>Neither a name nor a model contains this text.</source>
        <translation>名称和模型中都不包含此文字。</translation>
    </message>
</context>
<context>
    <name>gw::ui::RateChart</name>
    <message>
        <source>Requests per second, last 60 seconds</source>
        <translation>最近 60 秒的每秒请求数</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>%1 秒前</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>gw::ui::RecentCard</name>
    <message>
        <source>Recent requests</source>
        <translation>最近的请求</translation>
    </message>
    <message>
        <source>Nothing has come in yet. Requests of your programs appear here with their cost.</source>
        <translation>还没有收到请求。程序的请求及其费用会显示在这里。</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>正在载入…</translation>
    </message>
</context>
<context>
    <name>gw::ui::RecentModel</name>
    <message>
        <source>unknown program</source>
        <translation>未知程序</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>无价格</translation>
    </message>
    <message>
        <source>≈ %1</source>
        <translation>≈ %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Asked → served</source>
        <translation>请求 → 实际</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>The provider told no usage</source>
        <translation>提供商未报告用量</translation>
    </message>
    <message>
        <source>%1 read, of which %2 from cache, %3 written</source>
        <translation>读取 %1（其中缓存 %2），写出 %3</translation>
    </message>
    <message>
        <source>No price is known for this model</source>
        <translation>此模型没有已知价格</translation>
    </message>
    <message>
        <source>Estimated: the provider told no usage</source>
        <translation>估算值：提供商未报告用量</translation>
    </message>
</context>
<context>
    <name>gw::ui::SecretEdit</name>
    <message>
        <source>Show or hide (Ctrl+H)</source>
        <translation>显示或隐藏 (Ctrl+H)</translation>
    </message>
</context>
<context>
    <name>gw::ui::Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendChart</name>
    <message>
        <source>Spend over time</source>
        <translation>费用走势</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Tokens over time</source>
        <translation>Token 用量走势</translation>
    </message>
</context>
<context>
    <name>gw::ui::StepLine</name>
    <message>
        <source>Step %1, done: %2</source>
        <translation>第 %1 步，已完成：%2</translation>
    </message>
    <message>
        <source>Step %1: %2</source>
        <translation>第 %1 步：%2</translation>
    </message>
</context>
</TS>
