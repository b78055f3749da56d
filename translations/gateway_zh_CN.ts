<?xml version='1.0' encoding='utf-8'?>
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
    <message>
        <source>passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>general_settings.master_key in config.yaml</source>
        <translation>config.yaml 中的 general_settings.master_key</translation>
    </message>
    <message>
        <source>the environment variable LITELLM_MASTER_KEY</source>
        <translation>环境变量 LITELLM_MASTER_KEY</translation>
    </message>
    <message>
        <source>the file that LITELLM_MASTER_KEY_FILE names</source>
        <translation>LITELLM_MASTER_KEY_FILE 指定的文件</translation>
    </message>
    <message>
        <source>made by Portico and kept in its vault</source>
        <translation>由 Portico 生成并保存在保险库中</translation>
    </message>
</context>
<context>
    <name>gw::client::ConfigChanger</name>
    <message>
        <source>The configuration file was changed by another program in the meantime. Nothing was written; look again and repeat the change.</source>
        <translation>配置文件已被其他程序更改。未写入任何内容；请重新查看后再次更改。</translation>
    </message>
    <message>
        <source>%1 (line %2 of %3)</source>
        <translation>%1（%3 第 %2 行）</translation>
    </message>
    <message>
        <source>The key could not be kept: %1</source>
        <translation>无法保存密钥：%1</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤销的更改。</translation>
    </message>
</context>
<context>
    <name>gw::client::ConfigImport</name>
    <message>
        <source>in the file</source>
        <translation>在文件中</translation>
    </message>
    <message>
        <source>is not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>changes nothing here</source>
        <translation>在此不起作用</translation>
    </message>
    <message>
        <source>There is no such file, or it cannot be read.</source>
        <translation>文件不存在或无法读取。</translation>
    </message>
    <message>
        <source>This is the config in use already.</source>
        <translation>这已是当前使用的配置。</translation>
    </message>
</context>
<context>
    <name>gw::client::Database</name>
    <message>
        <source>The password cannot be kept: %1</source>
        <translation>无法保存密码：%1</translation>
    </message>
    <message>
        <source>No database is connected.</source>
        <translation>没有连接数据库。</translation>
    </message>
</context>
<context>
    <name>gw::client::DatabaseKeys</name>
    <message>
        <source>It is not there any more.</source>
        <translation>它已不存在。</translation>
    </message>
    <message>
        <source>The database is only read here. Change keys on a gateway.</source>
        <translation>这里只读取数据库。请在网关上更改密钥。</translation>
    </message>
</context>
<context>
    <name>gw::client::DatabaseSpend</name>
    <message>
        <source>without a key</source>
        <translation>无密钥</translation>
    </message>
    <message>
        <source>unknown key %1…</source>
        <translation>未知密钥 %1…</translation>
    </message>
    <message>
        <source>Single requests are told by their gateway.</source>
        <translation>单个请求由其网关显示。</translation>
    </message>
</context>
<context>
    <name>gw::client::Doctor</name>
    <message>
        <source>Port %1 is used by another program</source>
        <translation>端口 %1 已被其他程序占用</translation>
    </message>
    <message>
        <source>Port %1 is used by %2</source>
        <translation>端口 %1 已被 %2 占用</translation>
    </message>
    <message>
        <source>Requests do not arrive here. Stop that program, or let Portico listen elsewhere.</source>
        <translation>请求无法到达此处。请停止该程序，或让 Portico 监听其他端口。</translation>
    </message>
    <message>
        <source>Use port %1</source>
        <translation>使用端口 %1</translation>
    </message>
    <message>
        <source>The gateway could not start</source>
        <translation>网关无法启动</translation>
    </message>
    <message>
        <source>The gateway is switched off</source>
        <translation>网关已关闭</translation>
    </message>
    <message>
        <source>The gateway listens on port %1</source>
        <translation>网关正在监听端口 %1</translation>
    </message>
    <message>
        <source>The vault is open</source>
        <translation>保险库已打开</translation>
    </message>
    <message>
        <source>The vault is open, by: %1</source>
        <translation>保险库已打开，方式：%1</translation>
    </message>
    <message>
        <source>The vault is closed</source>
        <translation>保险库已关闭</translation>
    </message>
    <message>
        <source>Choose a passphrase…</source>
        <translation>设置口令…</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>解锁…</translation>
    </message>
    <message>
        <source>No proxy stands between programs and this computer</source>
        <translation>程序与本机之间没有代理</translation>
    </message>
    <message>
        <source>The proxy of this session leaves out this computer</source>
        <translation>此会话的代理已排除本机</translation>
    </message>
    <message>
        <source>A proxy may swallow requests to this computer</source>
        <translation>代理可能会拦截发往本机的请求</translation>
    </message>
    <message>
        <source>This session sets a proxy, and NO_PROXY does not name localhost and 127.0.0.1. Programs that obey it look for the gateway on the proxy. Portico itself never does.</source>
        <translation>此会话设置了代理，而 NO_PROXY 未包含 localhost 和 127.0.0.1。遵循该设置的程序会到代理上寻找网关。Portico 本身不会这样做。</translation>
    </message>
    <message>
        <source>Copy the line that helps</source>
        <translation>复制可解决问题的命令</translation>
    </message>
    <message>
        <source>A certificate file of the config cannot be read</source>
        <translation>无法读取配置中的证书文件</translation>
    </message>
    <message>
        <source>%1 is named by ssl_verify. Requests that need it fail.</source>
        <translation>ssl_verify 指定了 %1。需要它的请求会失败。</translation>
    </message>
    <message>
        <source>Open the configuration</source>
        <translation>打开配置</translation>
    </message>
    <message>
        <source>This computer knows no certificate authorities</source>
        <translation>本机没有任何证书颁发机构</translation>
    </message>
    <message>
        <source>No provider can be reached over TLS. The package ca-certificates brings them.</source>
        <translation>无法通过 TLS 连接任何服务商。软件包 ca-certificates 提供这些证书。</translation>
    </message>
    <message>
        <source>Certificate authorities are there</source>
        <translation>证书颁发机构已就绪</translation>
    </message>
    <message>
        <source>The configuration has a mistake; the last good one is in force</source>
        <translation>配置有误；上一份有效配置仍在生效</translation>
    </message>
    <message>
        <source>No model is set up yet</source>
        <translation>尚未设置任何模型</translation>
    </message>
    <message>
        <source>Add a provider, or use a model server on this computer.</source>
        <translation>请添加服务商，或使用本机上的模型服务器。</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>打开服务商</translation>
    </message>
    <message numerus="yes">
        <source>The configuration is in force, with %n deployments</source>
        <translation>
            <numerusform>配置已生效，共 %n 个部署</numerusform>
        </translation>
    </message>
    <message>
        <source>How much room is left for the ledger is unknown</source>
        <translation>账本剩余空间未知</translation>
    </message>
    <message>
        <source>Only %1 are left where the ledger is kept</source>
        <translation>账本所在位置仅剩 %1</translation>
    </message>
    <message>
        <source>Without room requests are still answered, but what they cost can no longer be kept: %1.</source>
        <translation>空间不足时请求仍会得到响应，但费用将无法记录：%1。</translation>
    </message>
    <message>
        <source>There is room for the ledger: %1</source>
        <translation>账本空间充足：%1</translation>
    </message>
    <message>
        <source>%1 asked and was refused</source>
        <translation>%1 发来请求，已被拒绝</translation>
    </message>
    <message>
        <source>Web pages, and apps with a page inside, may ask once you allow them: else every site you visit could use your keys. Allow it if you know what it is.</source>
        <translation>网页和内嵌网页的应用须经您允许才能请求：否则您访问的任何网站都可能使用您的密钥。如果您知道它是什么，请允许。</translation>
    </message>
    <message>
        <source>Allow it</source>
        <translation>允许</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessAccounts</name>
    <message>
        <source>This account is not there any more: the configuration has changed.</source>
        <translation>此账户已不存在：配置已更改。</translation>
    </message>
    <message>
        <source>An account needs a model. To be rid of it, delete it.</source>
        <translation>账户至少需要一个模型。如不再需要，请删除账户。</translation>
    </message>
    <message>
        <source>The address must begin with https:// or http:// and name a computer.</source>
        <translation>地址必须以 https:// 或 http:// 开头，并包含主机名。</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>请输入新密钥。</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessClient</name>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>This provider's own API is not supported yet.</source>
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
    <message>
        <source>It comes from the command line, not from config.yaml.</source>
        <translation>它来自命令行，而非 config.yaml。</translation>
    </message>
    <message>
        <source>Its row in config.yaml makes several deployments; change it there.</source>
        <translation>config.yaml 中的这一行会生成多个部署；请在文件中更改。</translation>
    </message>
    <message>
        <source>alias %1</source>
        <translation>别名 %1</translation>
    </message>
    <message>
        <source>fallback of %1</source>
        <translation>%1 的备用</translation>
    </message>
    <message>
        <source>the default chain of fallbacks</source>
        <translation>默认备用链</translation>
    </message>
    <message>
        <source>There is no config.yaml that could hold this setting.</source>
        <translation>没有可以保存此设置的 config.yaml。</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessClients</name>
    <message>
        <source>No key could be made: %1</source>
        <translation>无法创建密钥：%1</translation>
    </message>
    <message>
        <source>Its files have changed meanwhile. Look at the change again.</source>
        <translation>其文件在此期间已更改。请重新查看更改内容。</translation>
    </message>
    <message>
        <source>%1 cannot be started.</source>
        <translation>无法启动 %1。</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessDiscovery</name>
    <message>
        <source>Model server</source>
        <translation>模型服务器</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessKeys</name>
    <message>
        <source>The gateway answered %1.</source>
        <translation>网关返回了 %1。</translation>
    </message>
    <message>
        <source>The database of keys cannot be opened.</source>
        <translation>无法打开密钥数据库。</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>它已不存在。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤销的内容。</translation>
    </message>
    <message>
        <source>Another key has its name by now.</source>
        <translation>已有其他密钥使用此名称。</translation>
    </message>
    <message>
        <source>This budget cannot be raised here.</source>
        <translation>此预算无法在这里提高。</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessModels</name>
    <message>
        <source>This deployment is not there any more: the configuration has changed.</source>
        <translation>此部署已不存在：配置已更改。</translation>
    </message>
    <message>
        <source>Choose an account that is still there.</source>
        <translation>请选择仍然存在的账户。</translation>
    </message>
    <message>
        <source>A deployment needs a name and a model.</source>
        <translation>部署需要名称和模型。</translation>
    </message>
    <message>
        <source>“%1” is not a price in dollars.</source>
        <translation>“%1”不是美元价格。</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessPlayground</name>
    <message>
        <source>The stream cannot be read.</source>
        <translation>无法读取数据流。</translation>
    </message>
    <message>
        <source>The answer broke off before its end.</source>
        <translation>回答在结束前中断。</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessRouting</name>
    <message>
        <source>The gateway is not running.</source>
        <translation>网关未运行。</translation>
    </message>
    <message>
        <source>No model is asked at %1.</source>
        <translation>%1 处不会请求任何模型。</translation>
    </message>
</context>
<context>
    <name>gw::client::InProcessSpend</name>
    <message>
        <source>master key</source>
        <translation>主密钥</translation>
    </message>
    <message>
        <source>without a key</source>
        <translation>无密钥</translation>
    </message>
    <message>
        <source>deleted key %1…</source>
        <translation>已删除的密钥 %1…</translation>
    </message>
    <message>
        <source>This cannot be told apart.</source>
        <translation>无法区分此项。</translation>
    </message>
    <message>
        <source>This deployment has no price.</source>
        <translation>此部署没有价格。</translation>
    </message>
</context>
<context>
    <name>gw::client::LocalConfig</name>
    <message>
        <source>This is no copy that was put aside here.</source>
        <translation>这不是此处保存的副本。</translation>
    </message>
</context>
<context>
    <name>gw::client::PastedRequest</name>
    <message>
        <source>A quotation mark of the command is not closed.</source>
        <translation>命令中有引号未闭合。</translation>
    </message>
    <message>
        <source>The body is in a file (@…): paste its text instead.</source>
        <translation>请求体在文件中（@…）：请改为粘贴其内容。</translation>
    </message>
    <message>
        <source>The command has no body (-d).</source>
        <translation>命令没有请求体（-d）。</translation>
    </message>
    <message>
        <source>This is neither a line for curl nor a JSON object.</source>
        <translation>这既不是 curl 命令，也不是 JSON 对象。</translation>
    </message>
    <message>
        <source>Paste a request first.</source>
        <translation>请先粘贴一个请求。</translation>
    </message>
</context>
<context>
    <name>gw::client::Places</name>
    <message>
        <source>The address must name a computer: https://gateway.example:4000</source>
        <translation>地址必须指明一台计算机：https://gateway.example:4000</translation>
    </message>
    <message>
        <source>The key cannot be kept: %1</source>
        <translation>无法保存密钥：%1</translation>
    </message>
</context>
<context>
    <name>gw::client::Playground</name>
    <message>
        <source>this is no whole number.</source>
        <translation>这不是整数。</translation>
    </message>
    <message>
        <source>this is no number.</source>
        <translation>这不是数字。</translation>
    </message>
    <message>
        <source>this is no JSON: %1</source>
        <translation>这不是 JSON：%1</translation>
    </message>
    <message>
        <source>they are a list: [ … ]</source>
        <translation>应为列表：[ … ]</translation>
    </message>
    <message>
        <source>each is {"type": "function", "function": {"name": …}}</source>
        <translation>每一项为 {"type": "function", "function": {"name": …}}</translation>
    </message>
    <message>
        <source>parameters are a JSON schema: { … }</source>
        <translation>parameters 应为 JSON 模式：{ … }</translation>
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
        <source>The server's certificate was not accepted. A company proxy may need its own CA.</source>
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
    <name>gw::client::Replay</name>
    <message>
        <source>Nothing is kept of this request.</source>
        <translation>该请求没有保留内容。</translation>
    </message>
    <message>
        <source>The request was longer than what is kept, so it cannot be sent again.</source>
        <translation>请求超出保留长度，无法再次发送。</translation>
    </message>
    <message>
        <source>Requests of this kind cannot be sent to another model.</source>
        <translation>此类请求无法发送给另一个模型。</translation>
    </message>
    <message>
        <source>What is kept of the request is no JSON.</source>
        <translation>保留的请求内容不是 JSON。</translation>
    </message>
</context>
<context>
    <name>gw::clientsetup</name>
    <message>
        <source>talks to Anthropic directly</source>
        <translation>直接连接 Anthropic</translation>
    </message>
    <message>
        <source>Sessions that run already go on as they are; /status in a new one shows the address.</source>
        <translation>已在运行的会话保持不变；在新会话中用 /status 查看地址。</translation>
    </message>
    <message>
        <source>talks to OpenAI directly</source>
        <translation>直接连接 OpenAI</translation>
    </message>
    <message>
        <source>Codex reads its settings once, when it starts. Its sign-in stays as it is.</source>
        <translation>Codex 仅在启动时读取一次设置。其登录状态保持不变。</translation>
    </message>
    <message>
        <source>talks to Google directly</source>
        <translation>直接连接 Google</translation>
    </message>
    <message>
        <source>A .env file of a project, if there is one, is read instead of the one in the home folder.</source>
        <translation>如果项目中有 .env 文件，将读取它而不是主文件夹中的文件。</translation>
    </message>
    <message>
        <source>talks to xAI directly</source>
        <translation>直接连接 xAI</translation>
    </message>
    <message>
        <source>Settings of a project win over these.</source>
        <translation>项目的设置优先于这些设置。</translation>
    </message>
    <message>
        <source>Continue reads its file anew when it is saved; choose the model Portico there.</source>
        <translation>Continue 会在文件保存后重新读取；请在其中选择 Portico 模型。</translation>
    </message>
    <message>
        <source>A .aider.conf.yml of a repository or of the current folder wins over this one.</source>
        <translation>仓库或当前文件夹中的 .aider.conf.yml 优先于此文件。</translation>
    </message>
    <message>
        <source>Goose keeps its key in the keychain: give it this client's key once, with 'goose configure'.</source>
        <translation>Goose 将密钥保存在钥匙串中：请用 'goose configure' 输入一次此客户端的密钥。</translation>
    </message>
    <message>
        <source>Zed keeps keys in the keychain: paste this client's key once under Agent settings, LLM providers, Portico.</source>
        <translation>Zed 将密钥保存在钥匙串中：请在 Agent Settings、LLM Providers、Portico 下粘贴一次此客户端的密钥。</translation>
    </message>
    <message>
        <source>VS Code 1.122 or newer; an organisation's policy may forbid own models.</source>
        <translation>需要 VS Code 1.122 或更新版本；组织策略可能禁止使用自有模型。</translation>
    </message>
    <message>
        <source>The model is called portico there: llm -m portico.</source>
        <translation>模型在那里名为 portico：llm -m portico。</translation>
    </message>
    <message>
        <source>Every program that is started after the next sign-in uses the gateway.</source>
        <translation>下次登录后启动的每个程序都会使用网关。</translation>
    </message>
    <message>
        <source>Open Cline's settings and choose the provider OpenAI Compatible.</source>
        <translation>打开 Cline 的设置，选择提供商 OpenAI Compatible。</translation>
    </message>
    <message>
        <source>Give it the base URL, the key and the model below.</source>
        <translation>填入下面的基础 URL、密钥和模型。</translation>
    </message>
    <message>
        <source>Save the text below as a file.</source>
        <translation>将下面的文本保存为文件。</translation>
    </message>
    <message>
        <source>In Roo Code's settings, choose About, Import and take that file.</source>
        <translation>在 Roo Code 的设置中选择 About、Import，并选取该文件。</translation>
    </message>
    <message>
        <source>needs one setting in the IDE</source>
        <translation>需要在 IDE 中设置一项</translation>
    </message>
    <message>
        <source>Open Settings, Tools, AI Assistant, Providers &amp; API keys.</source>
        <translation>打开 Settings、Tools、AI Assistant、Providers &amp; API keys。</translation>
    </message>
    <message>
        <source>Choose OpenAI-compatible and give it the URL and the key below.</source>
        <translation>选择 OpenAI-compatible，并填入下面的 URL 和密钥。</translation>
    </message>
    <message>
        <source>Open Admin settings, Connections and add an OpenAI connection with the URL and the key below; or start it with these variables before its first start.</source>
        <translation>打开 Admin settings、Connections，用下面的 URL 和密钥添加一个 OpenAI 连接；或在首次启动前设置这些变量。</translation>
    </message>
    <message>
        <source>In a container the gateway is at host.docker.internal instead of 127.0.0.1.</source>
        <translation>在容器中，网关位于 host.docker.internal 而不是 127.0.0.1。</translation>
    </message>
    <message>
        <source>its servers make the requests, not this computer</source>
        <translation>请求由其服务器发出，而不是本机</translation>
    </message>
    <message>
        <source>Cursor sends every request to its own servers, and those ask the model. They cannot reach a gateway on this computer, whatever address is entered in its settings. Only a gateway that the internet can reach would work, and that would lay yours open to everybody; so nothing is changed here.</source>
        <translation>Cursor 将每个请求发送到它自己的服务器，再由服务器请求模型。无论在设置中填写什么地址，它们都无法访问本机上的网关。只有互联网可访问的网关才行，但那会让你的网关对所有人开放；因此这里不做任何更改。</translation>
    </message>
    <message>
        <source>there is no gateway setting on Linux</source>
        <translation>在 Linux 上没有网关设置</translation>
    </message>
    <message>
        <source>Claude Desktop takes the address of a gateway from a profile that its versions for macOS and Windows read. On Linux there is none that could be changed.</source>
        <translation>Claude Desktop 从其 macOS 和 Windows 版本读取的配置文件中获取网关地址。在 Linux 上没有可更改的配置文件。</translation>
    </message>
</context>
<context>
    <name>gw::config</name>
    <message>
        <source>must be a number up to %1</source>
        <translation>必须是不大于 %1 的数字</translation>
    </message>
    <message>
        <source>must be none, optional or required</source>
        <translation>必须是 none、optional 或 required</translation>
    </message>
    <message>
        <source>must be redis, local or disk</source>
        <translation>必须是 redis、local 或 disk</translation>
    </message>
    <message>
        <source>a cache of type %1 is not supported; memory is used instead</source>
        <translation>不支持 %1 类型的缓存;改用内存</translation>
    </message>
    <message>
        <source>must be none, key or team</source>
        <translation>必须是 none、key 或 team</translation>
    </message>
    <message>
        <source>neither cache_params nor REDIS_HOST name a Redis: answers are kept in memory</source>
        <translation>cache_params 和 REDIS_HOST 均未指定 Redis:回答保存在内存中</translation>
    </message>
    <message>
        <source>must be default_on or default_off</source>
        <translation>必须是 default_on 或 default_off</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>必须是列表</translation>
    </message>
    <message>
        <source>needs credential_name and credential_values; ignored</source>
        <translation>需要 credential_name 和 credential_values；已忽略</translation>
    </message>
    <message>
        <source>must be a price: a decimal number that is not negative</source>
        <translation>必须是价格：非负的十进制数</translation>
    </message>
    <message>
        <source>no row of credential_list has the name '%1'</source>
        <translation>credential_list 中没有名为“%1”的条目</translation>
    </message>
    <message>
        <source>must be an amount in USD</source>
        <translation>必须是美元金额</translation>
    </message>
    <message>
        <source>'%1' is no duration; try 1d or 30m</source>
        <translation>“%1”不是时长;例如 1d 或 30m</translation>
    </message>
    <message>
        <source>unknown key; sent to the provider as it is. Did you mean '%1'?</source>
        <translation>未知的键；将原样发给提供商。您是否想写“%1”？</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>must be a map of keys and values</source>
        <translation>必须是键值映射</translation>
    </message>
    <message>
        <source>the id '%1' is that of line %2 too</source>
        <translation>标识“%1”与第 %2 行重复</translation>
    </message>
    <message>
        <source>no model is called '%1'; skipped when it would be used</source>
        <translation>没有名为“%1”的模型；用到时会跳过</translation>
    </message>
    <message>
        <source>'%1' is no strategy; known are %2</source>
        <translation>“%1”不是已知策略；可用的有 %2</translation>
    </message>
    <message>
        <source>needs 'model'</source>
        <translation>需要“model”</translation>
    </message>
    <message>
        <source>must be a list of model names</source>
        <translation>必须是模型名称列表</translation>
    </message>
    <message>
        <source>no model is called '%1'; left out</source>
        <translation>没有名为“%1”的模型；已略去</translation>
    </message>
    <message>
        <source>none of its models exists; ignored</source>
        <translation>其中的模型都不存在；已忽略</translation>
    </message>
    <message>
        <source>a list of models is tried in this order: %1</source>
        <translation>模型列表按此顺序依次尝试：%1</translation>
    </message>
    <message>
        <source>must be a model name, a list of them, or a map with 'model'</source>
        <translation>必须是模型名称、模型名称列表或含“model”的映射</translation>
    </message>
    <message>
        <source>must be a map of aliases</source>
        <translation>必须是别名映射</translation>
    </message>
    <message>
        <source>unknown class of error; ignored</source>
        <translation>未知的错误类别；已忽略</translation>
    </message>
    <message>
        <source>must be a map of groups</source>
        <translation>必须是组的映射</translation>
    </message>
    <message>
        <source>must be a model name or a list of them</source>
        <translation>必须是模型名称或模型名称列表</translation>
    </message>
    <message>
        <source>'%1' has fallbacks already; the first ones count</source>
        <translation>“%1”已有备用模型；以先写的为准</translation>
    </message>
    <message>
        <source>must be a map from a model to its fallbacks, or a model name</source>
        <translation>必须是从模型到其备用模型的映射，或一个模型名称</translation>
    </message>
    <message>
        <source>plain model names: interpreted as default chain</source>
        <translation>纯模型名称：视为默认备用顺序</translation>
    </message>
    <message>
        <source>config: key %1 accepted but not supported; effect: these are not called: %2</source>
        <translation>键 %1 可以写，但不受支持；以下不会被调用：%2</translation>
    </message>
    <message>
        <source>must be a map with path and target</source>
        <translation>必须是含 path 和 target 的映射</translation>
    </message>
    <message>
        <source>must be a path that begins with a slash</source>
        <translation>必须是以斜杠开头的路径</translation>
    </message>
    <message>
        <source>must be an http(s) URL</source>
        <translation>必须是 http(s) 网址</translation>
    </message>
    <message>
        <source>must be a list of groups</source>
        <translation>必须是组的列表</translation>
    </message>
    <message>
        <source>'%1' is no strategy</source>
        <translation>“%1”不是路由策略</translation>
    </message>
    <message>
        <source>no check is called '%1'; ignored</source>
        <translation>没有名为“%1”的检查;已忽略</translation>
    </message>
    <message>
        <source>must be a map of budgets</source>
        <translation>必须是预算的映射</translation>
    </message>
    <message>
        <source>needs 'budget_limit', an amount in USD</source>
        <translation>需要“budget_limit”(美元金额)</translation>
    </message>
    <message>
        <source>environment variable %1 is not set; the value is taken as absent</source>
        <translation>环境变量 %1 未设置；视为没有此值</translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation>必须是文本</translation>
    </message>
    <message>
        <source>must be a map of names and values</source>
        <translation>必须是名称到值的映射</translation>
    </message>
    <message>
        <source>belongs under %1, where it is set too; ignored here</source>
        <translation>应放在 %1 下，那里也已设置；此处忽略</translation>
    </message>
    <message>
        <source>belongs under %1; used as if written there</source>
        <translation>应放在 %1 下；按写在那里处理</translation>
    </message>
    <message>
        <source>unknown key; ignored</source>
        <translation>未知的键；已忽略</translation>
    </message>
    <message>
        <source>unknown key; ignored. Did you mean '%1'?</source>
        <translation>未知的键；已忽略。您是否想写“%1”？</translation>
    </message>
    <message>
        <source>config: key %1 accepted but not supported; effect: %2</source>
        <translation>键 %1 可以写，但不受支持；结果：%2</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>必须是 true 或 false</translation>
    </message>
    <message>
        <source>must be a smaller number</source>
        <translation>必须是更小的数字</translation>
    </message>
    <message>
        <source>must be a whole number</source>
        <translation>必须是整数</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>必须是数字</translation>
    </message>
    <message>
        <source>must be a list of texts</source>
        <translation>必须是文本列表</translation>
    </message>
    <message>
        <source>must be a map of texts</source>
        <translation>必须是文本映射</translation>
    </message>
    <message>
        <source>must be a file name or a list of them</source>
        <translation>必须是文件名或文件名列表</translation>
    </message>
    <message>
        <source>must be a file name</source>
        <translation>必须是文件名</translation>
    </message>
    <message>
        <source>includes itself: %1</source>
        <translation>循环包含自身：%1</translation>
    </message>
    <message>
        <source>cannot read %1</source>
        <translation>无法读取 %1</translation>
    </message>
    <message>
        <source>the file must hold a map of keys and values</source>
        <translation>文件内容必须是键值映射</translation>
    </message>
    <message>
        <source>a key that is no plain text is ignored</source>
        <translation>不是纯文本的键已忽略</translation>
    </message>
    <message>
        <source>key '%1' on line %2 replaces the one on line %3</source>
        <translation>第 %2 行的键“%1”取代第 %3 行的同名键</translation>
    </message>
    <message>
        <source>'&lt;&lt;' takes a map or a list of maps; ignored</source>
        <translation>“&lt;&lt;”后应为映射或映射列表；已忽略</translation>
    </message>
    <message>
        <source>must be a number from 0 on</source>
        <translation>必须是不小于 0 的数字</translation>
    </message>
    <message>
        <source>must be total, input or output</source>
        <translation>必须是 total、input 或 output</translation>
    </message>
</context>
<context>
    <name>gw::remote::Desk</name>
    <message>
        <source>This works only on the gateway's own computer.</source>
        <translation>此操作只能在网关所在的计算机上进行。</translation>
    </message>
    <message>
        <source>The gateway answers in a way that this window does not understand (%1). Their versions may be too far apart.</source>
        <translation>此窗口无法理解网关的应答（%1）。两者的版本可能相差太远。</translation>
    </message>
    <message>
        <source>There is no connection to the gateway yet.</source>
        <translation>尚未连接到网关。</translation>
    </message>
    <message numerus="yes">
        <source>The gateway did not answer this within %n second(s).</source>
        <translation>
            <numerusform>网关未在 %n 秒内回答此问题。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::remote::Link</name>
    <message numerus="yes">
        <source>Nothing has come from the gateway for %n second(s).</source>
        <translation>
            <numerusform>%n 秒内没有收到网关的任何消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 holds no certificate in PEM form.</source>
        <translation>%1 中没有 PEM 格式的证书。</translation>
    </message>
    <message>
        <source>%1 holds no certificate with its key in PEM form.</source>
        <translation>%1 中没有带密钥的 PEM 格式证书。</translation>
    </message>
    <message>
        <source>The gateway does not know this key.</source>
        <translation>网关不认识此密钥。</translation>
    </message>
    <message>
        <source>This key may not look after the gateway. %1</source>
        <translation>此密钥无权管理网关。%1</translation>
    </message>
    <message>
        <source>Something answers at this address, but no Portico that lets windows in.</source>
        <translation>此地址有应答，但不是允许窗口连接的 Portico。</translation>
    </message>
    <message>
        <source>The address leads elsewhere: %1</source>
        <translation>该地址指向别处：%1</translation>
    </message>
    <message>
        <source>The gateway answers with status %1.</source>
        <translation>网关返回状态 %1。</translation>
    </message>
    <message numerus="yes">
        <source>The gateway did not answer within %n second(s).</source>
        <translation>
            <numerusform>网关未在 %n 秒内应答。</numerusform>
        </translation>
    </message>
    <message>
        <source>The connection is not safe, so it was not made: %1</source>
        <translation>连接不安全，因此未建立：%1</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>%1 没有程序在监听。</translation>
    </message>
    <message>
        <source>There is no computer called %1.</source>
        <translation>没有名为 %1 的计算机。</translation>
    </message>
    <message>
        <source>This gateway speaks version %1 of what windows and gateways say to each other, and this window version %2. Bring the older of the two programs up to date.</source>
        <translation>此网关使用窗口与网关通信协议的第 %1 版，而此窗口使用第 %2 版。请更新两者中较旧的程序。</translation>
    </message>
    <message>
        <source>The gateway's events cannot be read.</source>
        <translation>无法读取网关的事件。</translation>
    </message>
    <message>
        <source>The connection to the gateway was cut.</source>
        <translation>与网关的连接已中断。</translation>
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
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
    <message>
        <source>More for %1</source>
        <translation>%1 的更多操作</translation>
    </message>
    <message>
        <source>Set a key…</source>
        <translation>设置密钥…</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>新密钥…</translation>
    </message>
    <message>
        <source>Its models</source>
        <translation>查看模型</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
</context>
<context>
    <name>gw::ui::AccountEdit</name>
    <message>
        <source>Edit account</source>
        <translation>编辑账户</translation>
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
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Left empty, the provider's own address counts.</source>
        <translation>留空则使用提供商自己的地址。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>This is not an address: it must begin with https:// or http:// and name a computer.</source>
        <translation>这不是地址：必须以 https:// 或 http:// 开头，并包含主机名。</translation>
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
    <name>gw::ui::Alerts</name>
    <message>
        <source>Key “%1”</source>
        <translation>密钥“%1”</translation>
    </message>
    <message>
        <source>Team “%1”</source>
        <translation>团队“%1”</translation>
    </message>
    <message>
        <source>User “%1”</source>
        <translation>用户“%1”</translation>
    </message>
    <message>
        <source>End user “%1”</source>
        <translation>最终用户“%1”</translation>
    </message>
    <message>
        <source>Tag “%1”</source>
        <translation>标签“%1”</translation>
    </message>
    <message>
        <source>Everything together</source>
        <translation>全部合计</translation>
    </message>
    <message>
        <source>%1: the budget is spent</source>
        <translation>%1：预算已用完</translation>
    </message>
    <message>
        <source>%1: 80 % of the budget are spent</source>
        <translation>%1：预算已用 80 %</translation>
    </message>
    <message>
        <source>%1: half of the budget is spent</source>
        <translation>%1：预算已用一半</translation>
    </message>
    <message>
        <source>%1 of %2 %3.</source>
        <translation>%1 / %2 %3。</translation>
    </message>
    <message>
        <source>Its requests are refused until %1.</source>
        <translation>在 %1 之前的请求将被拒绝。</translation>
    </message>
    <message>
        <source>Its requests are refused until the budget is raised.</source>
        <translation>在提高预算之前，请求将被拒绝。</translation>
    </message>
    <message>
        <source>A program without a name</source>
        <translation>未知程序</translation>
    </message>
    <message>
        <source>%1 spends much more than usual</source>
        <translation>%1 的支出远高于平时</translation>
    </message>
    <message>
        <source>%1 in five minutes, %2 times its mean of the hour before.</source>
        <translation>五分钟内 %1，是前一小时均值的 %2 倍。</translation>
    </message>
    <message>
        <source>Open Portico</source>
        <translation>打开 Portico</translation>
    </message>
    <message>
        <source>Pause all traffic</source>
        <translation>暂停所有流量</translation>
    </message>
    <message>
        <source>Block the team</source>
        <translation>停用团队</translation>
    </message>
    <message>
        <source>Block the key</source>
        <translation>停用密钥</translation>
    </message>
    <message>
        <source>Raise to %1</source>
        <translation>提高到 %1</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>%1 could not be changed</source>
        <translation>无法更改%1</translation>
    </message>
    <message>
        <source>%1 uses %2 now</source>
        <translation>%1 现在使用 %2</translation>
    </message>
    <message>
        <source>Its requests for %1 are answered by %2, until you take it back.</source>
        <translation>对 %1 的请求由 %2 应答，直到你撤回此更改。</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>改回 %1</translation>
    </message>
    <message>
        <source>Use %1 instead of %2</source>
        <translation>用 %1 代替 %2</translation>
    </message>
</context>
<context>
    <name>gw::ui::BackupsPane</name>
    <message>
        <source>loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>No copies yet</source>
        <translation>还没有副本</translation>
    </message>
    <message>
        <source>Before each change of the config a copy of the old text is put aside. You can go back to any of them here.</source>
        <translation>每次更改配置之前都会保存旧文本的副本。您可以在此恢复其中任何一份。</translation>
    </message>
    <message>
        <source>put back; the text before is the newest copy</source>
        <translation>已恢复；之前的文本是最新的副本</translation>
    </message>
    <message>
        <source>the config was changed meanwhile; look again</source>
        <translation>配置已被更改，请重新查看</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>保存时间</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Copies of the config</source>
        <translation>配置副本</translation>
    </message>
    <message>
        <source>What going back would change</source>
        <translation>恢复将更改的内容</translation>
    </message>
    <message>
        <source>Put this text back</source>
        <translation>恢复此文本</translation>
    </message>
    <message>
        <source>%1 is no part of the config any more</source>
        <translation>%1 已不属于配置</translation>
    </message>
    <message>
        <source>The config is just like this copy</source>
        <translation>配置与此副本相同</translation>
    </message>
    <message>
        <source>What going back to this copy would change</source>
        <translation>恢复到此副本将更改的内容</translation>
    </message>
    <message>
        <source>putting back</source>
        <translation>正在恢复</translation>
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
    <name>gw::ui::ClientCompare</name>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation>断开 %1</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>比较 %1</translation>
    </message>
    <message>
        <source>These values were changed after the gateway had set them. Everything else is put back in any case.</source>
        <translation>这些值在网关设置之后被更改。其他内容无论如何都会恢复。</translation>
    </message>
    <message>
        <source>These values were changed after the gateway had set them.</source>
        <translation>这些值在网关设置之后被更改。</translation>
    </message>
    <message>
        <source>Changed values</source>
        <translation>已更改的值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>By the gateway</source>
        <translation>由网关设置</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Put back what was before</source>
        <translation>恢复之前的值</translation>
    </message>
    <message>
        <source>Keep what is now</source>
        <translation>保留现在的值</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>断开…</translation>
    </message>
    <message>
        <source>Connect again…</source>
        <translation>重新连接…</translation>
    </message>
</context>
<context>
    <name>gw::ui::ClientDiff</name>
    <message>
        <source>Configure %1</source>
        <translation>配置 %1</translation>
    </message>
    <message>
        <source>Reading its files</source>
        <translation>正在读取其文件</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Name of a model</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>as it is set in %1</source>
        <translation>按 %1 中的设置</translation>
    </message>
    <message>
        <source>backup is kept</source>
        <translation>保留备份</translation>
    </message>
    <message>
        <source>Undo puts the files back exactly as they are now.</source>
        <translation>撤销会将文件恢复到与现在完全相同的状态。</translation>
    </message>
    <message>
        <source>Change files</source>
        <translation>更改文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing can be changed as things are.</source>
        <translation>目前无法进行更改。</translation>
    </message>
    <message numerus="yes">
        <source>Change %n file(s)</source>
        <translation>
            <numerusform>更改 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>This is what was changed. Everything else is as it was, byte for byte.</source>
        <translation>以上是已更改的内容。其他内容逐字节保持不变。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) change. Everything else stays as it is, byte for byte.</source>
        <translation>
            <numerusform>将更改 %n 个文件。其他内容逐字节保持不变。</numerusform>
        </translation>
    </message>
    <message>
        <source>new file</source>
        <translation>新文件</translation>
    </message>
    <message>
        <source>Its files are changed. One thing is left to you: its key.</source>
        <translation>文件已更改。还剩一件事需要你完成：密钥。</translation>
    </message>
    <message>
        <source>Key of %1</source>
        <translation>%1 的密钥</translation>
    </message>
</context>
<context>
    <name>gw::ui::ClientsPage</name>
    <message>
        <source>Clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>Connect by hand…</source>
        <translation>手动连接…</translation>
    </message>
    <message>
        <source>Looking for tools on this computer</source>
        <translation>正在查找本机上的工具</translation>
    </message>
    <message>
        <source>No supported tool was found</source>
        <translation>未找到受支持的工具</translation>
    </message>
    <message>
        <source>Any program that lets you set the address of OpenAI, Anthropic or Gemini can use the gateway.</source>
        <translation>任何可以设置 OpenAI、Anthropic 或 Gemini 地址的程序都可以使用网关。</translation>
    </message>
    <message>
        <source>Any other program</source>
        <translation>其他任何程序</translation>
    </message>
    <message>
        <source>anything that speaks the OpenAI or Anthropic API</source>
        <translation>任何使用 OpenAI 或 Anthropic API 的程序</translation>
    </message>
    <message>
        <source>Address for OpenAI clients</source>
        <translation>OpenAI 客户端的地址</translation>
    </message>
    <message>
        <source>Address for Anthropic clients</source>
        <translation>Anthropic 客户端的地址</translation>
    </message>
    <message>
        <source>Make a key…</source>
        <translation>创建密钥…</translation>
    </message>
    <message>
        <source>Look for tools again</source>
        <translation>重新查找工具</translation>
    </message>
    <message>
        <source>Tools cannot be looked for</source>
        <translation>无法查找工具</translation>
    </message>
    <message>
        <source>Not found here, but known: %1.</source>
        <translation>此处未找到但受支持：%1。</translation>
    </message>
    <message>
        <source>%1 uses the gateway from its next start on.</source>
        <translation>%1 将从下次启动起使用网关。</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>连接 %1</translation>
    </message>
    <message>
        <source>Why %1 cannot be connected</source>
        <translation>为什么无法连接 %1</translation>
    </message>
    <message>
        <source>%1 is managed</source>
        <translation>%1 受管理</translation>
    </message>
    <message>
        <source>An administrator has set where %1 sends its requests, in %2. Its own settings do not count against that file, so that changing them would do nothing.</source>
        <translation>管理员在 %2 中规定了 %1 将请求发往何处。自身的设置无法覆盖该文件，因此更改它们不会起作用。</translation>
    </message>
    <message>
        <source>Connect by hand</source>
        <translation>手动连接</translation>
    </message>
    <message>
        <source>Make a key for the program first; then its requests can be told apart and limited.</source>
        <translation>请先为该程序创建密钥；这样就能区分并限制它的请求。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>The key was made: %1</source>
        <translation>密钥已创建：%1</translation>
    </message>
    <message>
        <source>It is told only now. Copy it to where it is needed.</source>
        <translation>密钥仅在此时显示。请复制到需要的地方。</translation>
    </message>
</context>
<context>
    <name>gw::ui::CodeEdit</name>
    <message>
        <source>Keys that fit here</source>
        <translation>此处可用的键</translation>
    </message>
</context>
<context>
    <name>gw::ui::CommandPalette</name>
    <message>
        <source>Search pages, actions and models</source>
        <translation>搜索页面、操作和模型</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>搜索或运行</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing has this name.</source>
        <translation>没有匹配的名称。</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConfirmChange</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConfirmRemoval</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Its models: %1.</source>
        <translation>所含模型：%1。</translation>
    </message>
    <message>
        <source>Nobody answers these names afterwards: %1. Programs that ask for them get an error.</source>
        <translation>之后这些名称将无人应答：%1。请求它们的程序会收到错误。</translation>
    </message>
    <message>
        <source>These still name them and lead nowhere then: %1.</source>
        <translation>以下设置仍引用它们，之后将失效：%1。</translation>
    </message>
    <message>
        <source>Every name that programs ask for is still answered.</source>
        <translation>程序请求的每个名称仍会得到应答。</translation>
    </message>
    <message>
        <source>What was recorded of its traffic stays.</source>
        <translation>已记录的流量会保留。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConnectByHand</name>
    <message>
        <source>Text to copy</source>
        <translation>要复制的文本</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Making its key</source>
        <translation>正在创建其密钥</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConnectionFoot</name>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>gw::ui::ConnectionTest</name>
    <message>
        <source>Connection test</source>
        <translation>连接测试</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Nothing is saved by the test.</source>
        <translation>测试不会保存任何内容。</translation>
    </message>
    <message>
        <source>Tries the address, the key and a short answer. Nothing is saved by it.</source>
        <translation>测试地址、密钥和一个简短回答。不会保存任何内容。</translation>
    </message>
    <message>
        <source>It works, but no model is listed.</source>
        <translation>连接正常，但未列出模型。</translation>
    </message>
    <message numerus="yes">
        <source>It works and lists %n model(s).</source>
        <translation>
            <numerusform>连接正常，列出 %n 个模型。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新测试</translation>
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
    <name>gw::ui::CostSheet</name>
    <message>
        <source>Total: %1</source>
        <translation>合计：%1</translation>
    </message>
    <message>
        <source>How the cost was computed</source>
        <translation>费用的计算方式</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>每百万</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>美元</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
</context>
<context>
    <name>gw::ui::DatabaseConnection</name>
    <message>
        <source>Reached</source>
        <translation>已连通</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>数据表</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>trying…</source>
        <translation>正在尝试…</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>too many</source>
        <comment>rights</comment>
        <translation>过多</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Nothing answers there. Is the address right, and does PostgreSQL listen on it?</source>
        <translation>那里没有应答。地址是否正确？PostgreSQL 是否在该地址上监听？</translation>
    </message>
    <message>
        <source>There is no connection encrypted as you want it.</source>
        <translation>无法建立符合要求的加密连接。</translation>
    </message>
    <message>
        <source>The server does not let this user in.</source>
        <translation>服务器拒绝此用户登录。</translation>
    </message>
    <message>
        <source>There is no database of this name on the server.</source>
        <translation>服务器上没有这个名称的数据库。</translation>
    </message>
    <message>
        <source>No gateway has used this database yet: it has no schema “portico”. A gateway makes it that has this database in its settings.</source>
        <translation>还没有网关使用过此数据库：其中没有 “portico” 模式。在设置中使用此数据库的网关会创建它。</translation>
    </message>
    <message>
        <source>The gateways that use this database are of an older version. Update one of them first.</source>
        <translation>使用此数据库的网关版本较旧。请先更新其中一个。</translation>
    </message>
    <message>
        <source>A newer version has changed the tables of this database. Update Portico on this computer.</source>
        <translation>较新的版本更改了此数据库的表。请更新此计算机上的 Portico。</translation>
    </message>
    <message>
        <source>This role may not read what is needed.</source>
        <translation>此角色无权读取所需内容。</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
    </message>
    <message>
        <source>Gateways that share a PostgreSQL keep their spend and keys there. This window can read them directly, of all gateways or of one. It never writes.</source>
        <translation>共用一个 PostgreSQL 的网关会把支出和密钥保存在那里。此窗口可以直接读取所有网关或其中一个的数据，但从不写入。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Kept in this computer's vault.</source>
        <translation>保存在此计算机的保险库中。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必需</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>颁发机构</translation>
    </message>
    <message>
        <source>Empty: those that this computer trusts anyway.</source>
        <translation>留空：此计算机已信任的机构。</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Who has signed the server's certificate</source>
        <translation>签发服务器证书的机构</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer);;All files (*)</source>
        <translation>PEM 文件 (*.pem *.crt *.cer);;所有文件 (*)</translation>
    </message>
    <message>
        <source>This role may change data; a read-only one is enough. An administrator makes one so:</source>
        <translation>此角色可以更改数据；只读角色就足够了。管理员可以这样创建：</translation>
    </message>
    <message>
        <source>SQL that makes a role for reading</source>
        <translation>创建只读角色的 SQL</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the SQL</source>
        <translation>复制 SQL</translation>
    </message>
    <message>
        <source>Save and show</source>
        <translation>保存并显示</translation>
    </message>
    <message>
        <source>kept; type to change it</source>
        <translation>已保存；输入以更改</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>端口是 1 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>Everybody on the way can read what you see. The password stays unread with scram-sha-256 only.</source>
        <translation>途中任何人都能看到这些内容。只有使用 scram-sha-256 时密码才不会被读取。</translation>
    </message>
    <message>
        <source>Only with the server whose certificate is signed for this name.</source>
        <translation>只连接其证书为此名称签发的服务器。</translation>
    </message>
    <message>
        <source>Nobody on the way can read it, but who the server is stays unproven.</source>
        <translation>途中无人能读取，但服务器的身份未经证实。</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>It can be read</source>
        <translation>可以读取</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>PostgreSQL %1. No gateway has written anything yet.</source>
        <translation>PostgreSQL %1。还没有网关写入任何内容。</translation>
    </message>
    <message>
        <source>PostgreSQL %1: %2 (%3) with %4.</source>
        <translation>PostgreSQL %1：%2（%3），共 %4。</translation>
    </message>
    <message numerus="yes">
        <source>%n gateway(s)</source>
        <translation>
            <numerusform>%n 个网关</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not saved</source>
        <translation>未保存</translation>
    </message>
</context>
<context>
    <name>gw::ui::DecisionPath</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>is tried first</source>
        <translation>首先尝试</translation>
    </message>
    <message>
        <source>when those of the order before have failed</source>
        <translation>在前一级全部失败之后</translation>
    </message>
    <message>
        <source>is tried first with a chance of %1</source>
        <translation>以 %1 的概率首先尝试</translation>
    </message>
    <message>
        <source>when those of the order before have failed, with a chance of %1</source>
        <translation>在前一级全部失败之后，概率为 %1</translation>
    </message>
    <message>
        <source>only when a better one has failed</source>
        <translation>仅在更优的部署失败之后</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 个进行中</translation>
    </message>
    <message>
        <source>first token after %1</source>
        <translation>首个 token 在 %1 后</translation>
    </message>
    <message>
        <source>%1, by its id</source>
        <translation>%1，按其 ID</translation>
    </message>
    <message numerus="yes">
        <source>all are busy: it would wait in line behind %n other(s)</source>
        <translation>
            <numerusform>全部繁忙：将排在 %n 个请求之后等待</numerusform>
        </translation>
    </message>
    <message>
        <source>chooses by: %1</source>
        <translation>选择方式：%1</translation>
    </message>
    <message>
        <source>No fallback</source>
        <translation>没有备用模型</translation>
    </message>
    <message>
        <source>the program gets the error</source>
        <translation>程序会收到错误</translation>
    </message>
    <message>
        <source>no further try in a group</source>
        <translation>组内不再重试</translation>
    </message>
    <message numerus="yes">
        <source>up to %n further tries in a group</source>
        <translation>
            <numerusform>组内最多再试 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>connected within %1</source>
        <translation>%1 内建立连接</translation>
    </message>
    <message>
        <source>first token within %1</source>
        <translation>%1 内收到首个 token</translation>
    </message>
    <message>
        <source>no gap longer than %1</source>
        <translation>间隔不超过 %1</translation>
    </message>
    <message>
        <source>answered within %1</source>
        <translation>%1 内得到回答</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Decision path</source>
        <translation>决策路径</translation>
    </message>
    <message>
        <source>Nobody would be asked</source>
        <translation>不会请求任何部署</translation>
    </message>
    <message>
        <source>about %1 tokens</source>
        <translation>约 %1 个 token</translation>
    </message>
    <message>
        <source>Asks for “%1”</source>
        <translation>请求“%1”</translation>
    </message>
    <message>
        <source>%1, %2, streamed</source>
        <translation>%1，%2，流式</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>If all of them fail</source>
        <translation>如果全部失败</translation>
    </message>
    <message>
        <source>If the prompt is too long</source>
        <translation>如果提示过长</translation>
    </message>
    <message>
        <source>If the provider refuses the prompt</source>
        <translation>如果提供商拒绝该提示</translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentCard</name>
    <message>
        <source>costs nothing: the answer is fixed</source>
        <translation>免费：回答是固定的</translation>
    </message>
    <message>
        <source>no price: what it costs is not counted</source>
        <translation>无价格：不计费用</translation>
    </message>
    <message>
        <source>free: it runs on this computer</source>
        <translation>免费：在本机运行</translation>
    </message>
    <message>
        <source>price set in config.yaml</source>
        <translation>价格由 config.yaml 设定</translation>
    </message>
    <message>
        <source>price of %1, table %2</source>
        <translation>%1 的价格，价格表 %2</translation>
    </message>
    <message>
        <source>, estimated</source>
        <translation>，估算</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Its traffic</source>
        <translation>查看流量</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Add deployment…</source>
        <translation>添加部署…</translation>
    </message>
    <message>
        <source>paused, gets no traffic</source>
        <translation>已暂停，不接收流量</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>answers “%1”</source>
        <translation>应答“%1”</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>位于 %1</translation>
    </message>
    <message>
        <source>writes up to %1 tokens</source>
        <translation>最多输出 %1 个 token</translation>
    </message>
    <message>
        <source>The provider switches it off on %1.</source>
        <translation>提供商将于 %1 停用。</translation>
    </message>
    <message>
        <source>The provider switches it off on %1. Its successor: %2.</source>
        <translation>提供商将于 %1 停用。替代模型：%2。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Another name for %1, set under router_settings.model_group_alias.</source>
        <translation>%1 的别名，在 router_settings.model_group_alias 中设置。</translation>
    </message>
    <message numerus="yes">
        <source>Requests for this name are shared by %n deployment(s).</source>
        <translation>
            <numerusform>对此名称的请求由 %n 个部署应答。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a deployment to test, change or pause it.</source>
        <translation>选择一个部署以测试、更改或暂停。</translation>
    </message>
    <message>
        <source>%1 in flight</source>
        <translation>%1 个进行中</translation>
    </message>
    <message>
        <source>%1 requests and %2 tokens this minute</source>
        <translation>本分钟 %1 个请求、%2 个 token</translation>
    </message>
    <message>
        <source>first token after %1 on average</source>
        <translation>首个 token 平均 %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentEdit</name>
    <message>
        <source>Edit deployment</source>
        <translation>编辑部署</translation>
    </message>
    <message>
        <source>Add deployment</source>
        <translation>添加部署</translation>
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
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>from the price table</source>
        <translation>取自价格表</translation>
    </message>
    <message>
        <source>What programs ask for. Deployments of one name share its traffic.</source>
        <translation>程序请求的名称。同名的部署分担流量。</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>As the provider calls it.</source>
        <translation>提供商使用的名称。</translation>
    </message>
    <message>
        <source>Input price</source>
        <translation>输入价格</translation>
    </message>
    <message>
        <source>Output price</source>
        <translation>输出价格</translation>
    </message>
    <message>
        <source>Dollars per million tokens. Left empty, the price table counts.</source>
        <translation>每百万 token 的美元价格。留空则以价格表为准。</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>This is not a price in dollars, as 2.50.</source>
        <translation>这不是美元价格，例如 2.50。</translation>
    </message>
</context>
<context>
    <name>gw::ui::DeploymentModel</name>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>ends %1</source>
        <translation>%1 停用</translation>
    </message>
    <message>
        <source>fixed answer</source>
        <translation>固定回答</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Its successor: %1</source>
        <translation>替代模型：%1</translation>
    </message>
    <message>
        <source>tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>vision</source>
        <translation>视觉</translation>
    </message>
    <message>
        <source>audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>嵌入</translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n 个部署</numerusform>
        </translation>
    </message>
    <message>
        <source>another name for %1</source>
        <translation>%1 的别名</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>In</source>
        <comment>price of input tokens</comment>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached</source>
        <comment>price of cached tokens</comment>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Out</source>
        <comment>price of output tokens</comment>
        <translation>输出</translation>
    </message>
    <message>
        <source>Can do</source>
        <translation>能力</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首 token</translation>
    </message>
</context>
<context>
    <name>gw::ui::DiffView</name>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>%1 lines added, %2 removed</source>
        <translation>添加 %1 行，删除 %2 行</translation>
    </message>
    <message numerus="yes">
        <source>⋯ %n lines unchanged</source>
        <translation>
            <numerusform>⋯ %n 行未更改</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::Doctor</name>
    <message>
        <source>Doctor</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>What most often keeps programs from getting answers, looked at just now.</source>
        <translation>刚刚检查了最常导致程序得不到响应的问题。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>故障</translation>
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
    <message>
        <source>There is no connection to it</source>
        <translation>没有与它的连接</translation>
    </message>
    <message>
        <source>Connecting to it</source>
        <translation>正在连接</translation>
    </message>
</context>
<context>
    <name>gw::ui::ExportLine</name>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Cancel export</source>
        <translation>取消导出</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Counting what is to be exported…</source>
        <translation>正在统计要导出的内容…</translation>
    </message>
    <message>
        <source>%1 of %2 requests are in %3</source>
        <translation>%3 中已有 %1 / %2 个请求</translation>
    </message>
    <message>
        <source>The export failed: %1 Nothing was written to %2.</source>
        <translation>导出失败：%1 没有向 %2 写入任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) were exported to %1</source>
        <translation>
            <numerusform>已将 %n 个请求导出到 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The export was cancelled; no file was left.</source>
        <translation>导出已取消，没有留下文件。</translation>
    </message>
</context>
<context>
    <name>gw::ui::FallbackEdit</name>
    <message>
        <source>Fallback</source>
        <translation>备用模型</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>其他所有</translation>
    </message>
    <message>
        <source>When this has failed</source>
        <translation>当此模型失败时</translation>
    </message>
    <message>
        <source>after any failure</source>
        <translation>任何失败后</translation>
    </message>
    <message>
        <source>when the prompt is too long</source>
        <translation>提示过长时</translation>
    </message>
    <message>
        <source>when the provider refuses the prompt</source>
        <translation>提供商拒绝提示时</translation>
    </message>
    <message>
        <source>After which failure</source>
        <translation>失败类型</translation>
    </message>
    <message>
        <source>one or more names, with commas between them</source>
        <translation>一个或多个名称，用逗号分隔</translation>
    </message>
    <message>
        <source>Then try</source>
        <translation>然后尝试</translation>
    </message>
    <message>
        <source>In this order.</source>
        <translation>按此顺序。</translation>
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
        <source>A name cannot stand in for itself.</source>
        <translation>名称不能作为自己的备用。</translation>
    </message>
    <message>
        <source>There is no model “%1” yet; it is skipped until there is.</source>
        <translation>还没有模型“%1”；在添加之前会被跳过。</translation>
    </message>
</context>
<context>
    <name>gw::ui::FallbacksCard</name>
    <message>
        <source>after any failure</source>
        <translation>任何失败后</translation>
    </message>
    <message>
        <source>prompt too long</source>
        <translation>提示过长</translation>
    </message>
    <message>
        <source>prompt refused</source>
        <translation>提示被拒绝</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>其他所有</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>备用模型</translation>
    </message>
    <message>
        <source>where a request goes when all of its own have failed</source>
        <translation>自身部署全部失败时请求的去向</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Add a fallback</source>
        <translation>添加备用模型</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>One chain for all: %1</source>
        <translation>所有模型共用一条链：%1</translation>
    </message>
    <message>
        <source>None: when all deployments of a name have failed, the program gets the error.</source>
        <translation>无：某名称的全部部署失败时，程序会收到错误。</translation>
    </message>
    <message>
        <source>no model “%1”</source>
        <translation>没有模型“%1”</translation>
    </message>
    <message>
        <source>Change: %1</source>
        <translation>更改：%1</translation>
    </message>
    <message>
        <source>Remove: %1</source>
        <translation>移除：%1</translation>
    </message>
    <message>
        <source>This list is written in a form that only the YAML editor changes.</source>
        <translation>此列表的写法只能在 YAML 编辑器中更改。</translation>
    </message>
    <message>
        <source>Other names</source>
        <translation>其他名称</translation>
    </message>
    <message>
        <source>stands for %1</source>
        <translation>代表 %1</translation>
    </message>
    <message>
        <source>, then </source>
        <translation>，然后 </translation>
    </message>
    <message>
        <source>not listed</source>
        <translation>不列出</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>Saved in config.yaml and in force.</source>
        <translation>已保存到 config.yaml 并生效。</translation>
    </message>
    <message>
        <source>Another program has changed config.yaml meanwhile: look and try again.</source>
        <translation>其他程序已更改 config.yaml：请查看后重试。</translation>
    </message>
</context>
<context>
    <name>gw::ui::FileField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a file: %1</source>
        <translation>选择文件：%1</translation>
    </message>
</context>
<context>
    <name>gw::ui::FilterField</name>
    <message>
        <source>Filter: model:sonnet status&gt;=400 app:claude cost&gt;0.05</source>
        <translation>筛选：model:sonnet status&gt;=400 app:claude cost&gt;0.05</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>What may come next</source>
        <translation>接下来可以输入的内容</translation>
    </message>
    <message>
        <source>There is no field “%1”. To look for the text itself, put it in double quotes.</source>
        <translation>没有“%1”这个字段。若要查找文本本身，请用双引号括起来。</translation>
    </message>
    <message>
        <source>There is no field “%1”. Is “%2” meant?</source>
        <translation>没有“%1”这个字段。是否指“%2”？</translation>
    </message>
    <message>
        <source>“is:” knows error, stream, retried, cached, unpriced, estimated, mock and broken, not “%1”.</source>
        <translation>“is:”只认识 error、stream、retried、cached、unpriced、estimated、mock 和 broken，不认识“%1”。</translation>
    </message>
    <message>
        <source>There is no “is:%1”. Is “is:%2” meant?</source>
        <translation>没有“is:%1”。是否指“is:%2”？</translation>
    </message>
    <message>
        <source>A value is missing after “%1”; there is no blank before it.</source>
        <translation>“%1”之后缺少值；值前面不能有空格。</translation>
    </message>
    <message>
        <source>“%1” is no number. Write 1200, 1.5k or 2M.</source>
        <translation>“%1”不是数字。请写成 1200、1.5k 或 2M。</translation>
    </message>
    <message>
        <source>“%1” is no amount in dollars. Write 0.05, with a point.</source>
        <translation>“%1”不是美元金额。请写成 0.05，使用小数点。</translation>
    </message>
    <message>
        <source>“%1” is no length of time. Write 500ms, 2s, 1m or 1h.</source>
        <translation>“%1”不是时长。请写成 500ms、2s、1m 或 1h。</translation>
    </message>
    <message>
        <source>“%1” has no unit. Write %1s for seconds or %1ms for thousandths.</source>
        <translation>“%1”没有单位。秒写作 %1s，毫秒写作 %1ms。</translation>
    </message>
    <message>
        <source>“%1” is not a number, so nothing can be more or less. Use “:” or “=”.</source>
        <translation>“%1”不是数字，无法比较大小。请使用“:”或“=”。</translation>
    </message>
    <message>
        <source>A double quote is opened and not closed.</source>
        <translation>双引号没有成对。</translation>
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
    <message>
        <source>Import its config…</source>
        <translation>导入其配置…</translation>
    </message>
    <message>
        <source>Coming from LiteLLM?</source>
        <translation>之前使用 LiteLLM？</translation>
    </message>
    <message numerus="yes">
        <source>%1 runs on this computer with %n model(s) and needs no key.</source>
        <translation>
            <numerusform>%1 正在本机运行，有 %n 个模型，无需密钥。</numerusform>
        </translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>正在添加…</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>Choose a tool…</source>
        <translation>选择工具…</translation>
    </message>
    <message>
        <source>A tool that was found here, or any program by address and key.</source>
        <translation>此处找到的工具，或任何使用地址和密钥的程序。</translation>
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
    <name>gw::ui::Fold</name>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
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
    <name>gw::ui::FoundServers</name>
    <message>
        <source>Found on this computer</source>
        <translation>在本机找到</translation>
    </message>
    <message>
        <source>needs no key and costs nothing</source>
        <translation>无需密钥，免费</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查找</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>Adding…</source>
        <translation>正在添加…</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>Load a model there first, then look again.</source>
        <translation>请先在该程序中加载模型，然后重新查找。</translation>
    </message>
</context>
<context>
    <name>gw::ui::GatewayChoice</name>
    <message>
        <source>Gateways</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Look at the gateway of this computer, or at a Portico that runs elsewhere. What programs send here goes on meanwhile.</source>
        <translation>查看本机的网关，或查看在别处运行的 Portico。期间发送到本机的请求照常处理。</translation>
    </message>
    <message>
        <source>Known gateways</source>
        <translation>已知网关</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>The gateway that runs in this window's own program. Nothing is needed to look at it.</source>
        <translation>在此窗口自身程序中运行的网关。查看它无需任何设置。</translation>
    </message>
    <message>
        <source>PEM files (*.pem *.crt *.cer *.key);;All files (*)</source>
        <translation>PEM 文件 (*.pem *.crt *.cer *.key);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>办公室</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
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
        <source>The master key of that gateway, or an administrator's. Kept in this computer's vault.</source>
        <translation>该网关的主密钥，或管理员的密钥。保存在本机的保险库中。</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>证书颁发机构</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>颁发机构</translation>
    </message>
    <message>
        <source>Only where your system does not know who has signed the gateway's certificate.</source>
        <translation>仅当您的系统不认识网关证书的签发者时需要。</translation>
    </message>
    <message>
        <source>Certificate of this window</source>
        <translation>此窗口的证书</translation>
    </message>
    <message>
        <source>Own certificate</source>
        <translation>自己的证书</translation>
    </message>
    <message>
        <source>Only where the gateway asks windows for one.</source>
        <translation>仅当网关要求窗口提供证书时需要。</translation>
    </message>
    <message>
        <source>Key of this window's certificate</source>
        <translation>此窗口证书的密钥</translation>
    </message>
    <message>
        <source>Its key</source>
        <translation>其密钥</translation>
    </message>
    <message>
        <source>Empty: in the same file.</source>
        <translation>留空：在同一文件中。</translation>
    </message>
    <message>
        <source>looked at now</source>
        <translation>正在查看</translation>
    </message>
    <message>
        <source>runs here</source>
        <translation>在本机运行</translation>
    </message>
    <message>
        <source>Another gateway…</source>
        <translation>其他网关…</translation>
    </message>
    <message>
        <source>by its address</source>
        <translation>通过地址</translation>
    </message>
    <message>
        <source>kept; type to change it</source>
        <translation>已保存；输入以更改</translation>
    </message>
    <message>
        <source>This names no computer: https://gateway.example:4000</source>
        <translation>这没有指明计算机：https://gateway.example:4000</translation>
    </message>
    <message>
        <source>Without https:// everybody on the way can read the key and what you see.</source>
        <translation>没有 https://，途中任何人都能读取密钥和您看到的内容。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Save and connect again</source>
        <translation>保存并重新连接</translation>
    </message>
    <message>
        <source>Save and look at it</source>
        <translation>保存并查看</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
    <message>
        <source>It can be looked at</source>
        <translation>可以查看</translation>
    </message>
    <message>
        <source>This does not work</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>Portico %1 on %2, %3, answered in %4 ms.</source>
        <translation>%2 上的 Portico %1，%3，%4 毫秒内应答。</translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s)</source>
        <translation>
            <numerusform>%n 个部署</numerusform>
        </translation>
    </message>
    <message>
        <source>It was not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>PostgreSQL of gateways…</source>
        <translation>网关的 PostgreSQL…</translation>
    </message>
    <message>
        <source>Reads spend and keys of all gateways that share a database</source>
        <translation>读取共用数据库的所有网关的支出和密钥</translation>
    </message>
</context>
<context>
    <name>gw::ui::GroupsCard</name>
    <message>
        <source>budget %1 of %2</source>
        <translation>预算 %1 / %2</translation>
    </message>
    <message>
        <source>, begins anew %1</source>
        <translation>，%1 重新开始</translation>
    </message>
    <message>
        <source>order %1</source>
        <translation>顺序 %1</translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation>权重 %1</translation>
    </message>
    <message>
        <source>%1 of %2 tokens this minute</source>
        <translation>本分钟 %1 / %2 个 token</translation>
    </message>
    <message>
        <source>%1 tokens this minute</source>
        <translation>本分钟 %1 个 token</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) this minute</source>
        <translation>
            <numerusform>本分钟 %n 次失败</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for a million tokens in and one out</source>
        <translation>输入与输出各一百万 token 共 %1</translation>
    </message>
    <message>
        <source>tags %1</source>
        <translation>标签 %1</translation>
    </message>
    <message>
        <source>Who answers</source>
        <translation>由谁回答</translation>
    </message>
    <message>
        <source>Models and how their deployments are now</source>
        <translation>模型及其部署的当前状态</translation>
    </message>
    <message>
        <source>Send traffic again</source>
        <translation>恢复流量</translation>
    </message>
    <message>
        <source>Show in Models</source>
        <translation>在“模型”中显示</translation>
    </message>
    <message numerus="yes">
        <source>Requests for this name are shared by %n deployment(s).</source>
        <translation>
            <numerusform>此名称的请求由 %n 个部署分担。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a deployment to see more of it.</source>
        <translation>选择一个部署以查看详情。</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderCard</name>
    <message>
        <source>budget %1 %2</source>
        <translation>预算 %1 %2</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>每分钟 %1 个请求</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>每分钟 %1 个 token</translation>
    </message>
    <message>
        <source>%1 at the same time</source>
        <translation>同时 %1 个</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>shared budget “%1”</source>
        <translation>共享预算“%1”</translation>
    </message>
    <message>
        <source>Its requests</source>
        <translation>查看请求</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>New secret…</source>
        <translation>新密钥文本…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>What holds it back</source>
        <translation>受到的限制</translation>
    </message>
    <message>
        <source>Why it was refused</source>
        <translation>被拒绝的原因</translation>
    </message>
    <message>
        <source>Let in again</source>
        <translation>重新启用</translation>
    </message>
    <message>
        <source>may use %1</source>
        <translation>可使用 %1</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>Nothing: it has no limit, and neither has anything above it.</source>
        <translation>没有：它和上级都没有限制。</translation>
    </message>
    <message>
        <source> + %1 under way</source>
        <translation> + %1 进行中</translation>
    </message>
    <message>
        <source>used up</source>
        <translation>已用完</translation>
    </message>
    <message>
        <source>used up, %1</source>
        <translation>已用完，%1</translation>
    </message>
    <message>
        <source>It is blocked: every request gets 401 until it is let in again.</source>
        <translation>已停用：重新启用前每个请求都返回 401。</translation>
    </message>
    <message>
        <source>It has expired: every request gets 401.</source>
        <translation>已过期：每个请求都返回 401。</translation>
    </message>
    <message>
        <source>No limit has refused it since Portico started.</source>
        <translation>自 Portico 启动以来没有因限制被拒绝。</translation>
    </message>
    <message numerus="yes">
        <source>and %n earlier</source>
        <translation>
            <numerusform>以及更早的 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>No budget. Rates are counted by the gateways themselves.</source>
        <translation>没有预算。速率由网关自行统计。</translation>
    </message>
    <message>
        <source>What was refused is told by its gateway.</source>
        <translation>被拒绝的请求由其网关显示。</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderEdit</name>
    <message>
        <source>New key</source>
        <translation>新建密钥</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>修改密钥</translation>
    </message>
    <message>
        <source>New team</source>
        <translation>新建团队</translation>
    </message>
    <message>
        <source>Change the team</source>
        <translation>修改团队</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>新建用户</translation>
    </message>
    <message>
        <source>Change the user</source>
        <translation>修改用户</translation>
    </message>
    <message>
        <source>New shared budget</source>
        <translation>新建共享预算</translation>
    </message>
    <message>
        <source>Change the shared budget</source>
        <translation>修改共享预算</translation>
    </message>
    <message>
        <source>The key itself is shown once, right after this.</source>
        <translation>密钥本身只会在此之后显示一次。</translation>
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
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>ada</source>
        <translation>ada</translation>
    </message>
    <message>
        <source>small</source>
        <translation>small</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>By this name others refer to it; it stays.</source>
        <translation>其他项以此名称引用它；不可更改。</translation>
    </message>
    <message>
        <source>notebook</source>
        <translation>notebook</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>网站</translation>
    </message>
    <message>
        <source>ada@example.org</source>
        <translation>ada@example.org</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>电子邮件地址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>For which program or person. Spend is told by it.</source>
        <translation>用于哪个程序或人员；支出按此名称显示。</translation>
    </message>
    <message>
        <source>every model</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Names with commas between them; empty: every model.</source>
        <translation>以逗号分隔的名称；留空表示所有模型。</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>预算（美元）</translation>
    </message>
    <message>
        <source>once, never again</source>
        <translation>一次性</translation>
    </message>
    <message>
        <source>each hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>each day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>each week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>each month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>每分钟 token 数</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>同时请求数</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>in a day</source>
        <translation>一天后</translation>
    </message>
    <message>
        <source>in a week</source>
        <translation>一周后</translation>
    </message>
    <message>
        <source>in 30 days</source>
        <translation>30 天后</translation>
    </message>
    <message>
        <source>in 90 days</source>
        <translation>90 天后</translation>
    </message>
    <message>
        <source>in a year</source>
        <translation>一年后</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>no team</source>
        <translation>无团队</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>nobody in particular</source>
        <translation>不指定</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Shared budget</source>
        <translation>共享预算</translation>
    </message>
    <message>
        <source>Its limits count where nothing is set above.</source>
        <translation>上面未设置的限制以它为准。</translation>
    </message>
    <message>
        <source>each %1</source>
        <translation>每 %1</translation>
    </message>
    <message>
        <source>An amount in dollars, as 5 or 0.25.</source>
        <translation>美元金额，例如 5 或 0.25。</translation>
    </message>
    <message>
        <source>A whole number above 0, or nothing.</source>
        <translation>大于 0 的整数，或留空。</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderModel</name>
    <message>
        <source>no budget</source>
        <translation>无预算</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>已用</translation>
    </message>
    <message>
        <source>May use</source>
        <translation>可使用</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>上次使用</translation>
    </message>
    <message>
        <source>Named by</source>
        <translation>引用数</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
</context>
<context>
    <name>gw::ui::HolderWords</name>
    <message>
        <source>blocked</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message numerus="yes">
        <source>shared by %n</source>
        <translation>
            <numerusform>由 %n 方共享</numerusform>
        </translation>
    </message>
    <message>
        <source>not in use</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>paused by budget</source>
        <translation>因预算暂停</translation>
    </message>
    <message numerus="yes">
        <source>expires in %n day(s)</source>
        <translation>
            <numerusform>%n 天后过期</numerusform>
        </translation>
    </message>
    <message>
        <source>expires today</source>
        <translation>今天过期</translation>
    </message>
    <message>
        <source>not used lately</source>
        <translation>近期未使用</translation>
    </message>
    <message>
        <source>active</source>
        <translation>活动</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n 名成员</numerusform>
        </translation>
    </message>
    <message>
        <source>expired on %1</source>
        <translation>已于 %1 过期</translation>
    </message>
    <message>
        <source>expires on %1</source>
        <translation>%1 到期</translation>
    </message>
    <message>
        <source>made on %1</source>
        <translation>创建于 %1</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>每小时</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>每 %1</translation>
    </message>
    <message>
        <source>every model</source>
        <translation>所有模型</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>This key</source>
        <translation>此密钥</translation>
    </message>
    <message>
        <source>This key, %1</source>
        <translation>此密钥，%1</translation>
    </message>
    <message>
        <source>Its team, %1</source>
        <translation>所属团队，%1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>Its team</source>
        <translation>所属团队</translation>
    </message>
    <message>
        <source>Its user in the team</source>
        <translation>团队中的用户</translation>
    </message>
    <message>
        <source>End user %1</source>
        <translation>最终用户 %1</translation>
    </message>
    <message>
        <source>Tag %1</source>
        <translation>标签 %1</translation>
    </message>
    <message>
        <source>Everything together</source>
        <translation>全部合计</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>每分钟请求数</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>每分钟 token 数</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>同时请求数</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>预算 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>anew in %1 s</source>
        <translation>%1 秒后重置</translation>
    </message>
    <message>
        <source>anew at %1</source>
        <translation>%1 重置</translation>
    </message>
    <message>
        <source>anew on %1</source>
        <translation>%1 重置</translation>
    </message>
</context>
<context>
    <name>gw::ui::HomePage</name>
    <message>
        <source>Home</source>
        <translation>主页</translation>
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
    <message>
        <source>Shows all requests again, here and in Traffic</source>
        <translation>在此处和“流量”中重新显示所有请求</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>仅 %1</translation>
    </message>
    <message>
        <source>Clear the filter %1</source>
        <translation>清除筛选 %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::ImportConfig</name>
    <message>
        <source>Import a config</source>
        <translation>导入配置</translation>
    </message>
    <message>
        <source>Choose a config.yaml</source>
        <translation>选择 config.yaml</translation>
    </message>
    <message>
        <source>It is only looked at. What of it is taken over you decide after that.</source>
        <translation>仅查看文件，之后再由您决定采用哪些内容。</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Path of the config</source>
        <translation>配置的路径</translation>
    </message>
    <message>
        <source>Path of a config.yaml</source>
        <translation>config.yaml 的路径</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Parts of the config</source>
        <translation>配置的各部分</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Model there</source>
        <translation>提供商处的模型</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Effect</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy as my config</source>
        <translation>复制为我的配置</translation>
    </message>
    <message>
        <source>Add to my models</source>
        <translation>添加到我的模型</translation>
    </message>
    <message>
        <source>Configs (*.yaml *.yml *.json);;All files (*)</source>
        <translation>配置 (*.yaml *.yml *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Models (%1)</source>
        <translation>模型（%1）</translation>
    </message>
    <message>
        <source>Settings (%1)</source>
        <translation>设置（%1）</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>问题（%1）</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>readable, look at the problems</source>
        <translation>可读取，请查看问题</translation>
    </message>
    <message>
        <source>readable</source>
        <translation>可读取</translation>
    </message>
    <message numerus="yes">
        <source>%n settings in effect</source>
        <translation>
            <numerusform>%n 项设置生效</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without effect yet</source>
        <translation>
            <numerusform>%n 项尚未生效</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (you have this name)</source>
        <translation>%1（名称已存在）</translation>
    </message>
    <message>
        <source>the provider's variable</source>
        <translation>提供商的环境变量</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 不存在</translation>
    </message>
    <message>
        <source>in effect</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>not yet: %1</source>
        <translation>尚未：%1</translation>
    </message>
    <message numerus="yes">
        <source>Add %n models to mine</source>
        <translation>
            <numerusform>添加 %n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace my config</source>
        <translation>替换我的配置</translation>
    </message>
    <message>
        <source>Your config is replaced as a whole, with its models and settings. A copy of it is kept in Settings under Backups. Replace it?</source>
        <translation>您的配置将连同模型和设置被整体替换。副本保存在“设置”的“备份”中。要替换吗？</translation>
    </message>
</context>
<context>
    <name>gw::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Parts of the request</source>
        <translation>请求的各部分</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>复制为 curl</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The chosen part</source>
        <translation>所选部分</translation>
    </message>
    <message>
        <source>Choose a request to see where it went, what it cost and why.</source>
        <translation>选择一个请求，查看它去了哪里、花了多少钱以及原因。</translation>
    </message>
    <message>
        <source>Filters join such terms; a minus before one turns it round:</source>
        <translation>筛选可以组合这些条件；在前面加减号表示相反：</translation>
    </message>
    <message>
        <source>The ledger cannot be read: %1</source>
        <translation>无法读取账本：%1</translation>
    </message>
    <message>
        <source>It still runs. This is known when it has ended.</source>
        <translation>请求仍在进行，结束后才能知道。</translation>
    </message>
    <message>
        <source>The ledger holds nothing of it: it was refused before any provider was asked.</source>
        <translation>账本中没有它的记录：在询问任何提供商之前它就被拒绝了。</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>the master key</source>
        <translation>主密钥</translation>
    </message>
    <message>
        <source>none needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>the program hung up</source>
        <translation>程序断开了连接</translation>
    </message>
    <message>
        <source>cut off: the gateway stopped</source>
        <translation>中断：网关已停止</translation>
    </message>
    <message>
        <source>answered here (mock)</source>
        <translation>由网关回答（mock）</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有应答</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>请求的模型</translation>
    </message>
    <message>
        <source>Served by</source>
        <translation>实际提供</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>%1 in, %2 of them cached, %3 out</source>
        <translation>输入 %1，其中缓存 %2，输出 %3</translation>
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
        <source>Begun</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>%1, streamed</source>
        <translation>%1，流式</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Call id</source>
        <translation>调用 ID</translation>
    </message>
    <message>
        <source>Answer id</source>
        <translation>应答 ID</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Provider and model</source>
        <translation>提供商和模型</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>部署</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Ended after</source>
        <translation>结束于</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>无价格</translation>
    </message>
    <message>
        <source>%1 stands for %2.</source>
        <translation>%1 代表 %2。</translation>
    </message>
    <message>
        <source>Input, not cached</source>
        <translation>输入，未缓存</translation>
    </message>
    <message>
        <source>Input, read from cache</source>
        <translation>输入，读自缓存</translation>
    </message>
    <message>
        <source>Input, written to cache</source>
        <translation>输入，写入缓存</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Earlier attempts</source>
        <translation>之前的尝试</translation>
    </message>
    <message>
        <source>Other parts, discounts and margins</source>
        <translation>其他部分、折扣和加价</translation>
    </message>
    <message>
        <source>an estimate: the gateway stopped meanwhile</source>
        <translation>估算：其间网关停止了</translation>
    </message>
    <message>
        <source>an estimate: no provider was asked</source>
        <translation>估算：没有询问提供商</translation>
    </message>
    <message>
        <source>an estimate: the provider told no usage</source>
        <translation>估算：提供商没有告知用量</translation>
    </message>
    <message>
        <source>the provider's usage</source>
        <translation>提供商告知的用量</translation>
    </message>
    <message>
        <source>Price table</source>
        <translation>价格表</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Billed to</source>
        <translation>计入</translation>
    </message>
    <message>
        <source>Tokens from</source>
        <translation>Token 来源</translation>
    </message>
    <message>
        <source>Saved by this gateway's cache</source>
        <translation>本网关缓存节省</translation>
    </message>
    <message>
        <source>Saved by the provider's cache</source>
        <translation>提供商缓存节省</translation>
    </message>
    <message>
        <source>ledger row closed after a crash</source>
        <translation>崩溃后已结账</translation>
    </message>
    <message>
        <source>no price known for this model</source>
        <translation>该模型没有已知价格</translation>
    </message>
    <message>
        <source>ledger row closed</source>
        <translation>已结账</translation>
    </message>
    <message>
        <source>The gateway answered by itself, which costs nothing.</source>
        <translation>由网关自己回答，不产生费用。</translation>
    </message>
    <message>
        <source>The answer came from this gateway's cache and cost nothing.</source>
        <translation>应答来自本网关的缓存，没有产生费用。</translation>
    </message>
    <message>
        <source>No price is known for this model, so the cost is unknown and counted as zero.</source>
        <translation>该模型没有已知价格，费用未知，按零计。</translation>
    </message>
    <message>
        <source>It failed before any output, which costs nothing.</source>
        <translation>在产生任何输出之前就失败了，不产生费用。</translation>
    </message>
    <message>
        <source>This model is free: its tokens cost nothing.</source>
        <translation>该模型免费：其 token 不收费。</translation>
    </message>
    <message>
        <source>waited %1, received for %2</source>
        <translation>等待 %1，接收 %2</translation>
    </message>
    <message>
        <source>The gateway's own part</source>
        <translation>网关自身耗时</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>%1 tokens per second</source>
        <translation>每秒 %1 个 token</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>What was kept cannot be read: %1</source>
        <translation>无法读取保存的内容：%1</translation>
    </message>
    <message>
        <source>It was longer than what is kept, so only “Raw” can show its beginning.</source>
        <translation>内容超过保存上限，只有“原始”能显示其开头。</translation>
    </message>
    <message>
        <source>This is no conversation. “Raw” shows it as it is.</source>
        <translation>这不是对话。“原始”会按原样显示。</translation>
    </message>
    <message>
        <source>Nothing is kept of this request</source>
        <translation>此请求没有保存任何内容</translation>
    </message>
    <message>
        <source>Prompts and answers are not kept</source>
        <translation>未保存提示词和回答</translation>
    </message>
    <message>
        <source>It came before they were kept, its time is over, or there was no room for it.</source>
        <translation>它早于开启保存的时间、已过保存期限，或当时没有空间。</translation>
    </message>
    <message>
        <source>Switched on, those of new requests are kept on this computer for a few days, without keys. What is past cannot be brought back.</source>
        <translation>开启后，新请求的内容会在本机保存几天，不含密钥。过去的内容无法找回。</translation>
    </message>
    <message>
        <source>It could not be switched on: %1</source>
        <translation>无法开启：%1</translation>
    </message>
    <message>
        <source>Keep them from now on</source>
        <translation>从现在起保存</translation>
    </message>
    <message>
        <source>Chosen because</source>
        <translation>选择原因</translation>
    </message>
    <message>
        <source>Waited before</source>
        <translation>之前等待</translation>
    </message>
    <message>
        <source>Attempt %1: %2 does not take %3; left out (drop_params).</source>
        <translation>第 %1 次尝试：%2 不支持 %3，已省略（drop_params）。</translation>
    </message>
    <message>
        <source>Waited in line</source>
        <translation>排队等待</translation>
    </message>
    <message>
        <source>Replay on another model</source>
        <translation>用另一个模型重放</translation>
    </message>
</context>
<context>
    <name>gw::ui::JumpTo</name>
    <message>
        <source>Go to a time</source>
        <translation>转到时间</translation>
    </message>
    <message>
        <source>Show the request that came then, or the last one before it</source>
        <translation>显示该时刻的请求，或在它之前的最后一个</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>前往</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>gw::ui::KeepPrompts</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1（上限 %2）</translation>
    </message>
    <message>
        <source>Prompts and answers</source>
        <translation>提示词和回答</translation>
    </message>
    <message>
        <source>Keep what programs and models say</source>
        <translation>保存程序和模型所说的内容</translation>
    </message>
    <message>
        <source>The file that holds them</source>
        <translation>保存它们的文件</translation>
    </message>
    <message>
        <source>Delete all of it? This cannot be taken back.</source>
        <translation>全部删除？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Delete all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Delete what is kept…</source>
        <translation>删除已保存的内容…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message numerus="yes">
        <source>Requests and answers of all programs are written to a file on this computer and deleted after %n day(s), the oldest first once there are more than %1. Keys and passwords are taken out where they can be recognised; everything else stands there as it was said.</source>
        <translation>
            <numerusform>所有程序的请求和回答会写入本机的一个文件，%n 天后删除；超过 %1 时先删除最旧的。可识别的密钥和密码会被去除；其余内容按原样保存。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is kept.</source>
        <translation>没有保存任何内容。</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>加载中…</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s), %1. The oldest came on %2.</source>
        <translation>
            <numerusform>%n 个请求，%1。最早的来自 %2。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) came too fast to be kept.</source>
        <translation>
            <numerusform>%n 个请求来得太快，未能保存。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::KeepingButton</name>
    <message>
        <source>Whether prompts and answers are kept, and for how long</source>
        <translation>是否保存提示词和回答，以及保存多久</translation>
    </message>
    <message>
        <source>Prompts are not kept</source>
        <translation>未保存提示词</translation>
    </message>
    <message>
        <source>Prompts kept: %1</source>
        <translation>已保存提示词：%1</translation>
    </message>
</context>
<context>
    <name>gw::ui::KeyChange</name>
    <message>
        <source>New key for “%1”</source>
        <translation>“%1”的新密钥</translation>
    </message>
    <message>
        <source>It takes the place of the old one for every model of this account. Your programs notice nothing.</source>
        <translation>它将替换此账户所有模型的旧密钥。您的程序不受影响。</translation>
    </message>
    <message>
        <source>These accounts use the same key and get the new one too: %1.</source>
        <translation>以下账户使用同一密钥，也会换用新密钥：%1。</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>Kept encrypted, never in the configuration file.</source>
        <translation>加密保存，绝不写入配置文件。</translation>
    </message>
    <message>
        <source>Kept encrypted, opened by %1; never in the configuration file.</source>
        <translation>加密保存，由 %1 打开；绝不写入配置文件。</translation>
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
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>仍然保存</translation>
    </message>
</context>
<context>
    <name>gw::ui::KeysPage</name>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>What is listed</source>
        <translation>列出的内容</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search by name, id or team</source>
        <translation>按名称、标识或团队搜索</translation>
    </message>
    <message>
        <source>Reading the list</source>
        <translation>正在读取列表</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>Neither a name, an id nor a team contains this text.</source>
        <translation>没有名称、标识或团队包含此文本。</translation>
    </message>
    <message>
        <source>Make a key, team, user or budget</source>
        <translation>新建密钥、团队、用户或预算</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>搜索列表</translation>
    </message>
    <message>
        <source>Change the chosen one</source>
        <translation>修改所选项</translation>
    </message>
    <message>
        <source>Block the chosen one or let it in again</source>
        <translation>停用或重新启用所选项</translation>
    </message>
    <message>
        <source>Show the requests of the chosen one</source>
        <translation>查看所选项的请求</translation>
    </message>
    <message>
        <source>Delete the chosen one</source>
        <translation>删除所选项</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>新建密钥…</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>新建团队…</translation>
    </message>
    <message>
        <source>New user…</source>
        <translation>新建用户…</translation>
    </message>
    <message>
        <source>New budget…</source>
        <translation>新建预算…</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>还没有密钥</translation>
    </message>
    <message>
        <source>No team yet</source>
        <translation>还没有团队</translation>
    </message>
    <message>
        <source>No user yet</source>
        <translation>还没有用户</translation>
    </message>
    <message>
        <source>No shared budget yet</source>
        <translation>还没有共享预算</translation>
    </message>
    <message>
        <source>Give each program or person a key of its own: with models it may use, a budget and an end. What it spends is then told by its name, and it can be stopped alone.</source>
        <translation>为每个程序或人员创建单独的密钥：可用的模型、预算和到期时间。支出会按其名称显示，也可以单独停用。</translation>
    </message>
    <message>
        <source>A team gathers keys under one budget.</source>
        <translation>团队让多个密钥共用一个预算。</translation>
    </message>
    <message>
        <source>A user gathers the keys of a person under one budget.</source>
        <translation>用户让一个人的密钥共用一个预算。</translation>
    </message>
    <message>
        <source>Limits with a name that keys, teams and users can share; each of them spends for itself.</source>
        <translation>可供密钥、团队和用户共享的命名限制；各自单独计费。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Keys cannot be read</source>
        <translation>无法读取密钥</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) · the master key has no limits and is not listed</source>
        <translation>
            <numerusform>%n 个密钥 · 主密钥没有限制，不在列表中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n team(s)</source>
        <translation>
            <numerusform>%n 个团队</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n user(s)</source>
        <translation>
            <numerusform>%n 个用户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shared budget(s) · each of those that name one spends for itself</source>
        <translation>
            <numerusform>%n 个共享预算 · 引用者各自单独计费</numerusform>
        </translation>
    </message>
    <message>
        <source>paused by budget</source>
        <translation>因预算暂停</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>The key is ready. It is shown only now.</source>
        <translation>密钥已就绪，仅在此时显示。</translation>
    </message>
    <message>
        <source>A new secret for “%1”?</source>
        <translation>为“%1”生成新密钥文本？</translation>
    </message>
    <message>
        <source>The old one ends at once: programs that use it get 401 until they have the new one. Limits and what was spent stay.</source>
        <translation>旧文本立即失效：使用它的程序在换用新文本前会收到 401。限制和支出保持不变。</translation>
    </message>
    <message>
        <source>Make a new secret</source>
        <translation>生成新密钥文本</translation>
    </message>
    <message>
        <source>What was recorded of it stays.</source>
        <translation>已记录的内容会保留。</translation>
    </message>
    <message numerus="yes">
        <source>Its %n key(s) go with it: programs that use them get 401.</source>
        <translation>
            <numerusform>其 %n 个密钥将一并删除：使用它们的程序会收到 401。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) are of this user.</source>
        <translation>
            <numerusform>此用户有 %n 个密钥。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its holders have no limits of it afterwards.</source>
        <translation>
            <numerusform>之后 %n 个引用者将不再受其限制。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation>删除“%1”？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The new secret is ready. It is shown only now.</source>
        <translation>新密钥文本已就绪，仅在此时显示。</translation>
    </message>
    <message>
        <source>“%1” is deleted; programs that use it get 401.</source>
        <translation>“%1”已删除；使用它的程序会收到 401。</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新密钥</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Portico keeps only a hash of it. If it is lost, make a new secret.</source>
        <translation>Portico 只保存其哈希。如果丢失，请生成新的密钥文本。</translation>
    </message>
    <message>
        <source>This gateway</source>
        <translation>此网关</translation>
    </message>
    <message>
        <source>All gateways (database)</source>
        <translation>所有网关（数据库）</translation>
    </message>
    <message>
        <source>Whose keys</source>
        <translation>谁的密钥</translation>
    </message>
    <message>
        <source>PostgreSQL…</source>
        <translation>PostgreSQL…</translation>
    </message>
    <message>
        <source>Reads the keys of all gateways that share a database</source>
        <translation>读取共用数据库的所有网关的密钥</translation>
    </message>
    <message>
        <source>The database is only read here; change keys on their gateway.</source>
        <translation>这里只读取数据库；请在网关上更改密钥。</translation>
    </message>
    <message>
        <source>The database cannot be read</source>
        <translation>无法读取数据库</translation>
    </message>
</context>
<context>
    <name>gw::ui::Legend</name>
    <message>
        <source>Click to take it out of the chart or put it back</source>
        <translation>单击可从图表中移除或放回</translation>
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
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>全局</translation>
    </message>
    <message>
        <source>Search or run</source>
        <translation>搜索或运行</translation>
    </message>
    <message>
        <source>Pause all traffic</source>
        <translation>暂停所有流量</translation>
    </message>
    <message>
        <source>Doctor: find what is wrong</source>
        <translation>诊断：查找问题</translation>
    </message>
    <message>
        <source>problems check diagnose port proxy certificate</source>
        <translation>问题 检查 诊断 端口 代理 证书</translation>
    </message>
    <message>
        <source>Lock the vault</source>
        <translation>锁定保险库</translation>
    </message>
    <message>
        <source>keys secrets close</source>
        <translation>密钥 机密 关闭</translation>
    </message>
    <message>
        <source>Change the vault's passphrase…</source>
        <translation>更改保险库口令…</translation>
    </message>
    <message>
        <source>Copy the address for programs</source>
        <translation>复制供程序使用的地址</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Help for this page</source>
        <translation>此页面的帮助</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Recent model</source>
        <translation>最近使用的模型</translation>
    </message>
    <message>
        <source>Resume all traffic</source>
        <translation>恢复所有流量</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>网关没有响应</translation>
    </message>
    <message>
        <source>Paused on localhost:%1</source>
        <translation>已暂停 localhost:%1</translation>
    </message>
    <message>
        <source>%1 - Portico</source>
        <translation>%1 - Portico</translation>
    </message>
    <message>
        <source>Look at another gateway…</source>
        <translation>查看其他网关…</translation>
    </message>
    <message>
        <source>connect remote server elsewhere address</source>
        <translation>连接 远程 服务器 其他 地址</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>Look at this computer's gateway</source>
        <translation>查看本机的网关</translation>
    </message>
    <message>
        <source>Look at %1</source>
        <translation>查看 %1</translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation>正在连接 %1</translation>
    </message>
    <message>
        <source>Paused on %1</source>
        <translation>已在 %1 上暂停</translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation>已连接到 %1</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>未连接到 %1</translation>
    </message>
    <message>
        <source>%1 cannot be looked at</source>
        <translation>无法查看 %1</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Read a PostgreSQL of gateways…</source>
        <translation>读取网关的 PostgreSQL…</translation>
    </message>
    <message>
        <source>postgres database sql connect all gateways spend keys</source>
        <translation>postgres 数据库 sql 连接 所有网关 支出 密钥</translation>
    </message>
</context>
<context>
    <name>gw::ui::MessagesView</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s) offered</source>
        <translation>
            <numerusform>提供了 %n 个工具</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier message(s)</source>
        <translation>
            <numerusform>显示之前的 %n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Developer</source>
        <translation>开发者</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>said nothing</source>
        <translation>无内容</translation>
    </message>
    <message>
        <source>The answer to this request</source>
        <translation>此请求的回答</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>所说的内容</translation>
    </message>
    <message>
        <source>Show all %1 characters</source>
        <translation>显示全部 %1 个字符</translation>
    </message>
    <message>
        <source>Thinking, not shown by the provider</source>
        <translation>思考内容，提供商未公开</translation>
    </message>
    <message>
        <source>Thinking: %1</source>
        <translation>思考：%1</translation>
    </message>
    <message>
        <source>File: %1</source>
        <translation>文件：%1</translation>
    </message>
    <message>
        <source>Result: %1</source>
        <translation>结果：%1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>已拒绝：%1</translation>
    </message>
    <message>
        <source>Another part: %1</source>
        <translation>其他部分：%1</translation>
    </message>
    <message>
        <source>Calls %1 %2</source>
        <translation>调用 %1 %2</translation>
    </message>
    <message>
        <source>It gave back:</source>
        <translation>返回：</translation>
    </message>
    <message>
        <source>Picture: %1</source>
        <translation>图片：%1</translation>
    </message>
    <message>
        <source>Picture, %1 × %2 pixels, %3</source>
        <translation>图片，%1 × %2 像素，%3</translation>
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
    <name>gw::ui::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Filter by name or provider</source>
        <translation>按名称或提供商筛选</translation>
    </message>
    <message>
        <source>Add deployment…</source>
        <translation>添加部署…</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>No price</source>
        <translation>无价格</translation>
    </message>
    <message>
        <source>Dollars per million tokens, price table %1</source>
        <translation>每百万 token 的美元价格，价格表 %1</translation>
    </message>
    <message>
        <source>Models and their deployments</source>
        <translation>模型及其部署</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>添加提供商…</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>Models come with a provider: a service with a key, or a program on this computer.</source>
        <translation>模型由提供商提供：需要密钥的服务，或本机上的程序。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>No model matches</source>
        <translation>没有匹配的模型</translation>
    </message>
    <message>
        <source>Neither a name nor a provider contains this text.</source>
        <translation>名称和提供商都不包含此文本。</translation>
    </message>
    <message>
        <source>Add a deployment</source>
        <translation>添加部署</translation>
    </message>
    <message>
        <source>Test the chosen deployment</source>
        <translation>测试所选部署</translation>
    </message>
    <message>
        <source>Edit the chosen deployment</source>
        <translation>编辑所选部署</translation>
    </message>
    <message>
        <source>Pause or resume the chosen deployment</source>
        <translation>暂停或恢复所选部署</translation>
    </message>
    <message>
        <source>Delete the chosen deployment</source>
        <translation>删除所选部署</translation>
    </message>
    <message>
        <source>A deployment of “%1” was added.</source>
        <translation>已添加“%1”的部署。</translation>
    </message>
    <message>
        <source>A deployment of “%1” was changed.</source>
        <translation>已更改“%1”的部署。</translation>
    </message>
    <message>
        <source>“%1” gets traffic again.</source>
        <translation>“%1”已恢复接收流量。</translation>
    </message>
    <message>
        <source>“%1” is paused and gets no traffic.</source>
        <translation>“%1”已暂停，不接收流量。</translation>
    </message>
    <message>
        <source>Delete the deployment “%1”?</source>
        <translation>删除部署“%1”？</translation>
    </message>
    <message>
        <source>“%1” was deleted.</source>
        <translation>已删除“%1”。</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>正在等待回答</translation>
    </message>
    <message>
        <source>It works, after %1.</source>
        <translation>连接正常，用时 %1。</translation>
    </message>
    <message>
        <source>It answers after %1: “%2”</source>
        <translation>%1 后回答：“%2”</translation>
    </message>
</context>
<context>
    <name>gw::ui::Notices</name>
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
        <source>The gateway does not answer</source>
        <translation>网关没有响应</translation>
    </message>
    <message>
        <source>Nothing has come from it since %1. What is shown is from before; requests may hang. If this lasts, quit Portico and start it again: what was begun is in the ledger.</source>
        <translation>自 %1 起没有任何响应。显示的是之前的内容；请求可能会卡住。如果持续如此，请退出并重新启动 Portico：已开始的请求都在账本中。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Resume all traffic</source>
        <translation>恢复所有流量</translation>
    </message>
    <message>
        <source>All traffic is paused</source>
        <translation>所有流量已暂停</translation>
    </message>
    <message>
        <source>Programs that ask now get an error (503). Requests that ran already are finished.</source>
        <translation>现在发出请求的程序会收到错误 (503)。已在进行的请求会完成。</translation>
    </message>
    <message>
        <source>Choose a passphrase…</source>
        <translation>设置口令…</translation>
    </message>
    <message>
        <source>This desktop has no keychain</source>
        <translation>此桌面没有密钥环</translation>
    </message>
    <message>
        <source>Provider keys and Portico's own key can be kept once you have chosen a passphrase. Until then programs are refused.</source>
        <translation>设置口令后才能保存服务商密钥和 Portico 自己的密钥。在此之前，程序的请求会被拒绝。</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>解锁…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Unlock the vault</source>
        <translation>解锁保险库</translation>
    </message>
    <message>
        <source>The vault is closed</source>
        <translation>保险库已关闭</translation>
    </message>
    <message>
        <source>Models whose keys lie in it answer with an error (503): %1.</source>
        <translation>密钥存放在其中的模型会返回错误 (503)：%1。</translation>
    </message>
    <message>
        <source>Models whose keys lie in it answer with an error (503) until you unlock it.</source>
        <translation>密钥存放在其中的模型会返回错误 (503)，直到解锁为止。</translation>
    </message>
    <message>
        <source>Allow it</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Allow %1</source>
        <translation>允许 %1</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Ignore %1</source>
        <translation>忽略 %1</translation>
    </message>
    <message>
        <source>%1 asked and was refused</source>
        <translation>%1 发来请求，已被拒绝</translation>
    </message>
    <message>
        <source>Web pages, and apps with a page inside, may ask once you allow them. Allow it if you know what it is.</source>
        <translation>网页和内嵌网页的应用须经您允许才能请求。如果您知道它是什么，请允许。</translation>
    </message>
    <message>
        <source>Gateways…</source>
        <translation>网关…</translation>
    </message>
    <message>
        <source>%1 cannot be looked at</source>
        <translation>无法查看 %1</translation>
    </message>
    <message>
        <source>%1 It is tried again by itself.</source>
        <translation>%1 将自动重试。</translation>
    </message>
    <message>
        <source>%1 What is shown is from before %2. The gateway itself may well go on; it is tried again by itself.</source>
        <translation>%1 显示的内容来自 %2 之前。网关本身可能仍在运行；将自动重试。</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>未连接到 %1</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>That was not done</source>
        <translation>此操作未执行</translation>
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
    <message>
        <source>per hour, not filtered</source>
        <translation>每小时，未筛选</translation>
    </message>
    <message>
        <source>of all requests, not filtered</source>
        <translation>所有请求，未筛选</translation>
    </message>
</context>
<context>
    <name>gw::ui::PageGuide</name>
    <message>
        <source>Home answers four questions: is the gateway on, which address and key do programs need, what happens now, and what did today cost. The switch turns the gateway off for all programs; requests that run are finished first.</source>
        <translation>主页回答四个问题：网关是否开启、程序需要哪个地址和密钥、现在正在发生什么、今天花费多少。开关会对所有程序关闭网关；正在进行的请求会先完成。</translation>
    </message>
    <message>
        <source>Spend adds up what requests cost, by day, program, key, model or provider. Every sum can be followed down to the requests it is made of.</source>
        <translation>支出页按日期、程序、密钥、模型或提供商汇总请求费用。每个总额都可以追溯到构成它的请求。</translation>
    </message>
    <message>
        <source>Models shows the names that programs ask for and, under each, the deployments that answer it. Several deployments share the traffic of their name. A paused one gets no traffic; prices are in dollars per million tokens.</source>
        <translation>模型页显示程序请求的名称，以及每个名称下应答的部署。多个部署分担同一名称的流量。已暂停的部署不接收流量；价格为每百万 token 的美元数。</translation>
    </message>
    <message>
        <source>Providers are the services that answer: with a key, or a program on this computer that needs none. Keys are kept encrypted and never shown again; a new key takes the place of an old one without a change in your programs.</source>
        <translation>提供商是提供回答的服务：需要密钥的在线服务，或无需密钥的本机程序。密钥加密保存，不再显示；新密钥替换旧密钥时，您的程序无需更改。</translation>
    </message>
    <message>
        <source>Routing decides which deployment answers a request, what is tried next when it fails, and how often. The simulation shows the way of a request before you send it.</source>
        <translation>路由页决定由哪个部署应答请求、失败后尝试什么以及尝试几次。模拟功能可在发送前显示请求的路径。</translation>
    </message>
    <message>
        <source>Keys gives each program or person a key of its own, with the models it may use, a budget and limits. A key is shown once, when it is made.</source>
        <translation>密钥页为每个程序或人员提供自己的密钥，可设置允许的模型、预算和限制。密钥仅在创建时显示一次。</translation>
    </message>
    <message>
        <source>Clients finds the programs on this computer that can use the gateway and sets them up. You see every change before it is made, and can take it back.</source>
        <translation>客户端页查找并配置本机上可以使用网关的程序。每项更改都会事先显示，并且可以撤销。</translation>
    </message>
    <message>
        <source>Playground sends a prompt to one or more models and shows their answers side by side, with time, tokens and cost.</source>
        <translation>试验场将提示发送给一个或多个模型，并排显示回答以及时间、token 和费用。</translation>
    </message>
    <message>
        <source>Settings holds what is not about one model or key: the network, security, storage, import and export. Changes are written to config.yaml where they belong, and the rest of the file stays as it is.</source>
        <translation>设置页包含不针对单个模型或密钥的内容：网络、安全、存储、导入和导出。更改会写入 config.yaml 的相应位置，文件其余部分保持不变。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Ctrl+K finds everything by name, ? lists all keys.</source>
        <translation>Ctrl+K 按名称查找一切，? 列出所有快捷键。</translation>
    </message>
    <message>
        <source>Traffic lists every request, newest first, with the program that sent it, the model that answered, its tokens and its cost. Choose a row to see how it was routed and billed; filter to find one. Where prompts are kept, R asks the same once more and Shift+R asks another model.</source>
        <translation>流量页列出每个请求，最新的在前，包括发送的程序、应答的模型、token 数和费用。选择一行可查看其路由和计费方式；使用筛选可查找请求。在保留提示词的情况下，按 R 可再问一次，按 Shift+R 可询问另一个模型。</translation>
    </message>
</context>
<context>
    <name>gw::ui::PaletteButton</name>
    <message>
        <source>Search or run</source>
        <translation>搜索或运行</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaceButton</name>
    <message>
        <source>Gateway: %1</source>
        <translation>网关：%1</translation>
    </message>
    <message>
        <source>The gateway of this computer. Click to look at another.</source>
        <translation>本机的网关。点击以查看其他网关。</translation>
    </message>
    <message>
        <source>%1. Click to look at another.</source>
        <translation>%1。点击以查看其他网关。</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundCases</name>
    <message>
        <source>Saved cases</source>
        <translation>已保存的用例</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>The cases cannot be written: %1</source>
        <translation>无法写入用例：%1</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundColumn</name>
    <message>
        <source>Copy the answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Show its requests in Traffic</source>
        <translation>在流量中显示其请求</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首个</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>%1 tok/s</source>
        <translation>%1 tok/s</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>无价格</translation>
    </message>
    <message>
        <source>from the cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>mock</source>
        <translation>模拟</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n 次尝试</numerusform>
        </translation>
    </message>
    <message>
        <source>reasoning</source>
        <translation>推理中</translation>
    </message>
    <message>
        <source>calling a tool</source>
        <translation>正在调用工具</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>streaming</source>
        <translation>输出中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>error %1</source>
        <translation>错误 %1</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>nothing asked yet</source>
        <translation>尚未提问</translation>
    </message>
    <message>
        <source>cut by the token limit</source>
        <translation>因 token 上限截断</translation>
    </message>
    <message>
        <source>wants a tool</source>
        <translation>请求工具</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Tool call: %1</source>
        <translation>工具调用：%1</translation>
    </message>
    <message>
        <source>Arguments of %1</source>
        <translation>%1 的参数</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>复制为 curl</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundOptionsDialog</name>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>For all columns. What is left empty is the model's own, and what a provider does not take is left out or refused as for programs.</source>
        <translation>适用于所有列。留空则使用模型自身的设置；提供商不接受的参数会像对程序一样被省略或拒绝。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>使用这些</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>系统提示词</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>最多 token</translation>
    </message>
    <message>
        <source>the model's own</source>
        <translation>模型自身的设置</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>推理</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>A list in OpenAI's form. Nobody calls them here: what you write after a call goes back as its result.</source>
        <translation>OpenAI 格式的列表。这里不会真正调用：调用之后写下的内容会作为其结果返回。</translation>
    </message>
</context>
<context>
    <name>gw::ui::PlaygroundPage</name>
    <message>
        <source>Playground</source>
        <translation>试验场</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>添加提供商</translation>
    </message>
    <message>
        <source>No model to talk to yet</source>
        <translation>还没有可对话的模型</translation>
    </message>
    <message>
        <source>Once a provider is there, its models can be asked here, side by side.</source>
        <translation>添加提供商后，可以在这里并排向其模型提问。</translation>
    </message>
    <message>
        <source>How many models</source>
        <translation>模型数量</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Parameters…</source>
        <translation>参数…</translation>
    </message>
    <message>
        <source>Compare answers</source>
        <translation>比较回答</translation>
    </message>
    <message>
        <source>Marks the words that the first answer, or the second one, has for itself</source>
        <translation>标出只出现在第一个或第二个回答中的词</translation>
    </message>
    <message>
        <source>Cases…</source>
        <translation>用例…</translation>
    </message>
    <message>
        <source>Begin a new chat</source>
        <translation>开始新对话</translation>
    </message>
    <message>
        <source>Stop all answers</source>
        <translation>停止所有回答</translation>
    </message>
    <message>
        <source>Choose the parameters</source>
        <translation>选择参数</translation>
    </message>
    <message>
        <source>Save the prompt as a case</source>
        <translation>将提示词保存为用例</translation>
    </message>
    <message>
        <source>Open a saved case</source>
        <translation>打开已保存的用例</translation>
    </message>
    <message>
        <source>Save the prompt as a case…</source>
        <translation>将提示词保存为用例…</translation>
    </message>
    <message>
        <source>Rename or delete cases…</source>
        <translation>重命名或删除用例…</translation>
    </message>
    <message>
        <source>Save as a case</source>
        <translation>保存为用例</translation>
    </message>
    <message>
        <source>Name; one that is there already is replaced.</source>
        <translation>名称；已有的同名用例将被替换。</translation>
    </message>
    <message>
        <source>The case cannot be written: %1</source>
        <translation>无法写入用例：%1</translation>
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
    <name>gw::ui::PromptBox</name>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>What do you want to ask? Files may be pasted or dropped here.</source>
        <translation>想问什么？可以在这里粘贴或拖放文件。</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>全部停止</translation>
    </message>
    <message>
        <source>Attach…</source>
        <translation>附加…</translation>
    </message>
    <message>
        <source>To begin with:</source>
        <translation>试一试：</translation>
    </message>
    <message>
        <source>Explain a term</source>
        <translation>解释术语</translation>
    </message>
    <message>
        <source>Explain in three sentences what a race condition is, with an example.</source>
        <translation>用三句话解释什么是竞态条件，并举一个例子。</translation>
    </message>
    <message>
        <source>Write a function</source>
        <translation>编写函数</translation>
    </message>
    <message>
        <source>Write a function in Python that merges overlapping intervals, with two tests.</source>
        <translation>用 Python 写一个合并重叠区间的函数，并附两个测试。</translation>
    </message>
    <message>
        <source>Find the mistake</source>
        <translation>找出错误</translation>
    </message>
    <message>
        <source>What is wrong with this SQL?
SELECT name, COUNT(*) FROM orders WHERE COUNT(*) &gt; 3;</source>
        <translation>这段 SQL 有什么问题？
SELECT name, COUNT(*) FROM orders WHERE COUNT(*) &gt; 3;</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends · with the routing, cache, limits and prices of programs</source>
        <translation>Ctrl+Enter 发送 · 使用与程序相同的路由、缓存、限制和价格</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send to %1</source>
        <translation>发送给 %1 个</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>附加文件</translation>
    </message>
    <message>
        <source>%1 is larger than %2.</source>
        <translation>%1 大于 %2。</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>The picture cannot be read.</source>
        <translation>无法读取图片。</translation>
    </message>
    <message>
        <source>pasted picture.png</source>
        <translation>粘贴的图片.png</translation>
    </message>
    <message>
        <source>All files together may not be larger than %1.</source>
        <translation>所有文件合计不得大于 %1。</translation>
    </message>
    <message>
        <source>Take it out again</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take out %1</source>
        <translation>移除 %1</translation>
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
    <message>
        <source>“%1” was changed.</source>
        <translation>已更改“%1”。</translation>
    </message>
    <message>
        <source>“%1” has a new key.</source>
        <translation>“%1”已换用新密钥。</translation>
    </message>
    <message>
        <source>Delete the account “%1”?</source>
        <translation>删除账户“%1”？</translation>
    </message>
    <message>
        <source>Forget its key as well</source>
        <translation>同时忘记其密钥</translation>
    </message>
    <message>
        <source>Its key is kept: %1 needs it.</source>
        <translation>密钥会保留：%1 需要它。</translation>
    </message>
    <message>
        <source>“%1” was deleted.</source>
        <translation>已删除“%1”。</translation>
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
    <name>gw::ui::RawView</name>
    <message>
        <source>Which body</source>
        <translation>哪个正文</translation>
    </message>
    <message>
        <source>Copy the body</source>
        <translation>复制正文</translation>
    </message>
    <message>
        <source>The body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>To the provider, %1</source>
        <translation>发往提供商，%1</translation>
    </message>
    <message>
        <source>To the provider</source>
        <translation>发往提供商</translation>
    </message>
    <message>
        <source>From the provider, %1</source>
        <translation>来自提供商，%1</translation>
    </message>
    <message>
        <source>From the provider</source>
        <translation>来自提供商</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>what is no text is not kept</source>
        <translation>非文本内容不保存</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>仅保存前 %1</translation>
    </message>
    <message>
        <source>keys were taken out</source>
        <translation>已去除密钥</translation>
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
    <message>
        <source>Only this program in Traffic</source>
        <translation>在“流量”中仅显示此程序</translation>
    </message>
    <message>
        <source>Only this model in Traffic</source>
        <translation>在“流量”中仅显示此模型</translation>
    </message>
    <message>
        <source>Only this provider in Traffic</source>
        <translation>在“流量”中仅显示此提供商</translation>
    </message>
    <message>
        <source>No request matches the filter.</source>
        <translation>没有符合筛选条件的请求。</translation>
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
    <name>gw::ui::Replay</name>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>The same request, another model</source>
        <translation>同一请求，换一个模型</translation>
    </message>
    <message>
        <source>It goes through the gateway once more and costs what it costs. Models are asked only: no tool is called.</source>
        <translation>它会再次经过网关，并产生相应费用。只询问模型，不会调用任何工具。</translation>
    </message>
    <message>
        <source>Model to ask</source>
        <translation>要询问的模型</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>Show the new request</source>
        <translation>显示新请求</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>reading what was said…</source>
        <translation>正在读取内容…</translation>
    </message>
    <message>
        <source>Nothing is kept of this request, so it cannot be sent again.</source>
        <translation>该请求没有保留内容，无法再次发送。</translation>
    </message>
    <message>
        <source>What was kept cannot be read: %1</source>
        <translation>无法读取保留的内容：%1</translation>
    </message>
    <message>
        <source>The request was longer than what is kept, so it cannot be sent again.</source>
        <translation>请求超出保留长度，无法再次发送。</translation>
    </message>
    <message>
        <source>Which model shall be asked?</source>
        <translation>要询问哪个模型？</translation>
    </message>
    <message>
        <source>%1 is being asked…</source>
        <translation>正在询问 %1…</translation>
    </message>
    <message>
        <source>It was refused with status %1.</source>
        <translation>被拒绝，状态码 %1。</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Time to first token</source>
        <translation>首个 Token 时间</translation>
    </message>
    <message>
        <source>Time altogether</source>
        <translation>总时间</translation>
    </message>
    <message>
        <source>Tokens read</source>
        <translation>输入 Token</translation>
    </message>
    <message>
        <source>Tokens written</source>
        <translation>输出 Token</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>%1: %2 % of the words in common</source>
        <translation>%1：%2 % 的词相同</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 的%1</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>gw::ui::ReviewDiff</name>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>gw::ui::RouteModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>the only one</source>
        <translation>唯一</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待</numerusform>
        </translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>This minute</source>
        <translation>本分钟</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>首 token</translation>
    </message>
</context>
<context>
    <name>gw::ui::RoutingPage</name>
    <message>
        <source>Routing</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Asking the router</source>
        <translation>正在询问路由器</translation>
    </message>
    <message>
        <source>Add a provider…</source>
        <translation>添加提供商…</translation>
    </message>
    <message>
        <source>Nothing to choose from yet</source>
        <translation>尚无可选部署</translation>
    </message>
    <message>
        <source>Once there are models, this page shows which deployment answers for which name, and where requests go when one fails.</source>
        <translation>有了模型之后，此页会显示哪个部署为哪个名称作答，以及失败时请求的去向。</translation>
    </message>
    <message>
        <source>Strategy, limits and cache</source>
        <translation>策略、限制与缓存</translation>
    </message>
    <message>
        <source>How a deployment is chosen</source>
        <translation>如何选择部署</translation>
    </message>
    <message>
        <source>Tries, rests and time-outs</source>
        <translation>重试、休息与超时</translation>
    </message>
    <message>
        <source>Waiting in line</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Cache of answers</source>
        <translation>回答缓存</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>Among the deployments of a name that may be used.</source>
        <translation>在某名称的可用部署之间。</translation>
    </message>
    <message>
        <source>not set: by weight</source>
        <translation>未设置：按权重</translation>
    </message>
    <message>
        <source>Skip deployments whose context is too short for the prompt</source>
        <translation>跳过上下文不足以容纳提示的部署</translation>
    </message>
    <message>
        <source>Choose by the tags of the request</source>
        <translation>按请求的标签选择</translation>
    </message>
    <message>
        <source>Further tries</source>
        <translation>重试次数</translation>
    </message>
    <message>
        <source>Of a failed request, in the same group.</source>
        <translation>失败请求在同一组内的重试。</translation>
    </message>
    <message>
        <source>Fallbacks of fallbacks</source>
        <translation>备用层数</translation>
    </message>
    <message>
        <source>How deep a request may go.</source>
        <translation>请求最多可深入的层数。</translation>
    </message>
    <message>
        <source>Rest after failures</source>
        <translation>失败后休息</translation>
    </message>
    <message>
        <source>In seconds.</source>
        <translation>以秒计。</translation>
    </message>
    <message>
        <source>Failures before a rest</source>
        <translation>休息前的失败次数</translation>
    </message>
    <message>
        <source>Not set: by the share of failures in a minute.</source>
        <translation>未设置：按一分钟内的失败比例。</translation>
    </message>
    <message>
        <source>by their share</source>
        <translation>按比例</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长回答时间</translation>
    </message>
    <message>
        <source>First piece of a stream</source>
        <translation>流的首个片段</translation>
    </message>
    <message>
        <source>as the answer</source>
        <translation>与回答相同</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>同时进行</translation>
    </message>
    <message>
        <source>Requests on one deployment that says nothing itself.</source>
        <translation>自身未设置的部署可同时处理的请求。</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Places in line</source>
        <translation>队列长度</translation>
    </message>
    <message>
        <source>Of one name; further requests are refused.</source>
        <translation>每个名称；超出的请求会被拒绝。</translation>
    </message>
    <message>
        <source>Longest wait</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>Answer repeated requests from the cache</source>
        <translation>从缓存回答重复的请求</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>存放位置</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>memory (local)</source>
        <translation>内存（local）</translation>
    </message>
    <message>
        <source>files (disk)</source>
        <translation>文件（disk）</translation>
    </message>
    <message>
        <source>Redis (redis)</source>
        <translation>Redis（redis）</translation>
    </message>
    <message>
        <source>Kept for</source>
        <translation>保留时间</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>Answers of other namespaces are not found.</source>
        <translation>不会找到其他命名空间的回答。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Simulate a request</source>
        <translation>模拟请求</translation>
    </message>
    <message>
        <source>Add a fallback</source>
        <translation>添加备用模型</translation>
    </message>
    <message>
        <source>Send traffic to the chosen deployment again</source>
        <translation>恢复所选部署的流量</translation>
    </message>
</context>
<context>
    <name>gw::ui::SaveRequest</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>It could not be saved: %1</source>
        <translation>无法保存：%1</translation>
    </message>
    <message>
        <source>Save the request as an HTTP archive</source>
        <translation>将请求另存为 HTTP 存档</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>HTTP 存档 (*.har)</translation>
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
    <name>gw::ui::SettingsForm</name>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Show as YAML</source>
        <translation>显示为 YAML</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1，第 %2 行</translation>
    </message>
    <message>
        <source>Comes from the anchor &amp;%1 in line %2; change it there.</source>
        <translation>来自第 %2 行的锚点 &amp;%1，请在那里更改。</translation>
    </message>
    <message>
        <source>Read from the environment variable %1.</source>
        <translation>读取自环境变量 %1。</translation>
    </message>
    <message>
        <source>This is not a whole number.</source>
        <translation>这不是整数。</translation>
    </message>
    <message>
        <source>This is not a number.</source>
        <translation>这不是数字。</translation>
    </message>
    <message>
        <source>This must not be negative.</source>
        <translation>不能为负数。</translation>
    </message>
    <message>
        <source>At most %1.</source>
        <translation>最多 %1。</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>正在保存</translation>
    </message>
    <message numerus="yes">
        <source>%n values are not valid</source>
        <translation>
            <numerusform>%n 个值无效</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n 处更改</numerusform>
        </translation>
    </message>
    <message>
        <source>as in the file</source>
        <translation>与文件一致</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>saved, in force</source>
        <translation>已保存并生效</translation>
    </message>
    <message>
        <source>changed by another program meanwhile; look and try again</source>
        <translation>已被其他程序更改，请查看后重试</translation>
    </message>
    <message>
        <source>line %1 %2</source>
        <translation>第 %1 行 %2</translation>
    </message>
</context>
<context>
    <name>gw::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>YAML</source>
        <translation>YAML</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation>设置分组</translation>
    </message>
</context>
<context>
    <name>gw::ui::SettingsSections</name>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open folder: %1</source>
        <translation>打开文件夹：%1</translation>
    </message>
    <message>
        <source>As the system does</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Counts from the next start.</source>
        <translation>下次启动后生效。</translation>
    </message>
    <message>
        <source>As the desktop does</source>
        <translation>跟随桌面</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>语言与外观</translation>
    </message>
    <message>
        <source>Coming from LiteLLM?</source>
        <translation>之前使用 LiteLLM？</translation>
    </message>
    <message>
        <source>Portico reads config.yaml of the LiteLLM proxy. Look at what it would take over, then copy it or add its models to yours.</source>
        <translation>Portico 可读取 LiteLLM 代理的 config.yaml。先查看将采用的内容，再复制它或把其中的模型添加到您的配置。</translation>
    </message>
    <message>
        <source>Import a config…</source>
        <translation>导入配置…</translation>
    </message>
    <message>
        <source>Address for programs</source>
        <translation>供程序使用的地址</translation>
    </message>
    <message>
        <source>Host and port are said at the start: --host and --port, or HOST and PORT.</source>
        <translation>主机和端口在启动时指定：--host 和 --port，或 HOST 和 PORT。</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>访问提供商的代理</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>From the environment: https_proxy, http_proxy, all_proxy, no_proxy. A deployment may name its own.</source>
        <translation>来自环境变量：https_proxy、http_proxy、all_proxy、no_proxy。部署可指定自己的代理。</translation>
    </message>
    <message>
        <source>From the environment. A deployment may name its own.</source>
        <translation>来自环境变量。部署可指定自己的代理。</translation>
    </message>
    <message>
        <source>Where it listens and calls</source>
        <translation>监听与访问</translation>
    </message>
    <message>
        <source>Further host names</source>
        <translation>其他主机名</translation>
    </message>
    <message>
        <source>Besides localhost; other Host headers are refused, which stops DNS rebinding.</source>
        <translation>除 localhost 之外；其他 Host 标头会被拒绝，以防 DNS 重绑定。</translation>
    </message>
    <message>
        <source>Web pages and apps</source>
        <translation>网页与应用</translation>
    </message>
    <message>
        <source>Origins such as app://obsidian.md, with commas between them.</source>
        <translation>来源，例如 app://obsidian.md，以逗号分隔。</translation>
    </message>
    <message>
        <source>none: web pages cannot use the gateway</source>
        <translation>无：网页不能使用网关</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Only these may call, with commas between them.</source>
        <translation>仅允许这些地址调用，以逗号分隔。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>最大请求</translation>
    </message>
    <message>
        <source>In MB; counts from the next start.</source>
        <translation>单位 MB；下次启动后生效。</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>谁可以调用</translation>
    </message>
    <message>
        <source>Check certificates</source>
        <translation>检查证书</translation>
    </message>
    <message>
        <source>true, false, or the path of a file with the certificates that count.</source>
        <translation>true、false 或包含有效证书的文件路径。</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>最长应答时间</translation>
    </message>
    <message>
        <source>In seconds.</source>
        <translation>单位：秒。</translation>
    </message>
    <message>
        <source>First piece of a stream</source>
        <translation>流式输出的首段</translation>
    </message>
    <message>
        <source>as the answer</source>
        <translation>与应答相同</translation>
    </message>
    <message>
        <source>Further tries</source>
        <translation>重试次数</translation>
    </message>
    <message>
        <source>How often a failed request is tried again.</source>
        <translation>请求失败后重试的次数。</translation>
    </message>
    <message>
        <source>How it reaches providers</source>
        <translation>如何访问提供商</translation>
    </message>
    <message>
        <source>Vault opened by</source>
        <translation>保险库开启方式</translation>
    </message>
    <message>
        <source>Keys of providers lie in an encrypted vault; config.yaml only names them.</source>
        <translation>提供商的密钥保存在加密的保险库中；config.yaml 只记录其名称。</translation>
    </message>
    <message>
        <source>Master key</source>
        <translation>主密钥</translation>
    </message>
    <message>
        <source>none: only your own programs on this computer may call</source>
        <translation>无：仅允许本机上您自己的程序调用</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>without keys and prompts</source>
        <translation>不含密钥和提示词</translation>
    </message>
    <message>
        <source>Secrets are cut out of every line and every error; there is nothing to switch on.</source>
        <translation>机密会从每一行日志和每条错误中去除，无需开启任何选项。</translation>
    </message>
    <message>
        <source>From: %1. The copy leaves the clipboard after 30 s.</source>
        <translation>来源：%1。副本在 30 秒后从剪贴板清除。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Header with the key</source>
        <translation>携带密钥的标头</translation>
    </message>
    <message>
        <source>Programs send their key in this header and no other.</source>
        <translation>程序只在此标头中发送密钥。</translation>
    </message>
    <message>
        <source>Authorization and the usual others</source>
        <translation>Authorization 及其他常用标头</translation>
    </message>
    <message>
        <source>Refuse requests that name no user</source>
        <translation>拒绝未指明用户的请求</translation>
    </message>
    <message>
        <source>Pass the programs' x- headers on to providers</source>
        <translation>将程序的 x- 标头转发给提供商</translation>
    </message>
    <message>
        <source>Never cookies or keys.</source>
        <translation>绝不包括 Cookie 或密钥。</translation>
    </message>
    <message>
        <source>Tell details in /health</source>
        <translation>在 /health 中提供详细信息</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Config</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Models and settings. Another file: --config.</source>
        <translation>模型和设置。使用其他文件：--config。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>The ledger, the vault and the window's settings. Another folder: --data-dir.</source>
        <translation>账本、保险库和窗口设置。使用其他文件夹：--data-dir。</translation>
    </message>
    <message>
        <source>Copies of the config</source>
        <translation>配置副本</translation>
    </message>
    <message>
        <source>One before each change.</source>
        <translation>每次更改前一份。</translation>
    </message>
    <message>
        <source>Size of the ledger</source>
        <translation>账本大小</translation>
    </message>
    <message>
        <source>Every request is kept, in a few hundred bytes; nothing is deleted.</source>
        <translation>每个请求以数百字节保存，不会删除。</translation>
    </message>
    <message>
        <source>On this disk</source>
        <translation>在此磁盘上</translation>
    </message>
    <message>
        <source>A gateway on your desktop between your programs and the providers of models. It speaks what the LiteLLM proxy speaks.</source>
        <translation>位于桌面上的网关，连接您的程序与模型提供商，兼容 LiteLLM 代理。</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later</source>
        <translation>GNU 通用公共许可证第 3 版或更高版本</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>构建所用</translation>
    </message>
    <message>
        <source>Also Boost, OpenSSL, libcurl, yaml-cpp, simdjson, QtKeychain and zstd.</source>
        <translation>以及 Boost、OpenSSL、libcurl、yaml-cpp、simdjson、QtKeychain 和 zstd。</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Copy these facts</source>
        <translation>复制这些信息</translation>
    </message>
</context>
<context>
    <name>gw::ui::ShortcutList</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
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
    <name>gw::ui::SimulateCard</name>
    <message>
        <source>Simulate</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>nothing is sent</source>
        <translation>不会发送任何内容</translation>
    </message>
    <message>
        <source>Request to simulate</source>
        <translation>要模拟的请求</translation>
    </message>
    <message>
        <source>A line for curl, or a JSON body</source>
        <translation>curl 命令或 JSON 请求体</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Paste a request as programs send it: this shows which deployments would be tried, in which order and why.</source>
        <translation>粘贴程序发送的请求：这里会显示将尝试哪些部署、顺序如何及原因。</translation>
    </message>
</context>
<context>
    <name>gw::ui::SnippetCard</name>
    <message>
        <source>Connect a program</source>
        <translation>连接程序</translation>
    </message>
    <message>
        <source>whatever speaks OpenAI's API</source>
        <translation>任何使用 OpenAI 接口的程序</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>What to paste</source>
        <translation>要粘贴的内容</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message numerus="yes">
        <source>Copies it with the whole key; it leaves the clipboard after %n second(s)</source>
        <translation>
            <numerusform>连同完整密钥一起复制；%n 秒后从剪贴板清除</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendArithmetic</name>
    <message>
        <source>How it was reckoned</source>
        <translation>计算方式</translation>
    </message>
    <message>
        <source>Summing up its requests</source>
        <translation>正在汇总请求</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>查看请求</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>further models</source>
        <translation>其他模型</translation>
    </message>
    <message>
        <source>at other prices, or beside the tokens</source>
        <translation>按其他价格或非 token 项</translation>
    </message>
    <message>
        <source>Audio, pictures, one-hour cache writes, searches, very long prompts, discounts and margins</source>
        <translation>音频、图片、一小时缓存写入、搜索、超长提示、折扣与加价</translation>
    </message>
    <message>
        <source>Attempts: %1</source>
        <translation>尝试次数：%1</translation>
    </message>
    <message>
        <source>Exact, to 10⁻¹² of a dollar</source>
        <translation>精确到 10⁻¹² 美元</translation>
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
    <name>gw::ui::SpendModel</name>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendPage</name>
    <message>
        <source>Spend</source>
        <translation>支出</translation>
    </message>
    <message>
        <source>By whom or what</source>
        <translation>按对象</translation>
    </message>
    <message>
        <source>Which days are shown</source>
        <translation>显示哪些日期</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>假设…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Reading the ledger</source>
        <translation>正在读取账本</translation>
    </message>
    <message>
        <source>How programs are connected</source>
        <translation>如何连接程序</translation>
    </message>
    <message>
        <source>No spend in these days</source>
        <translation>这些日期没有支出</translation>
    </message>
    <message>
        <source>Once programs ask through Portico, this page tells what each of them costs, and what the month will come to.</source>
        <translation>程序通过 Portico 发出请求后，这里会显示每个程序的费用以及本月预计总额。</translation>
    </message>
    <message>
        <source>Per day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>days of UTC</source>
        <translation>按 UTC 日</translation>
    </message>
    <message>
        <source>Click on a day for its requests</source>
        <translation>单击某天查看其请求</translation>
    </message>
    <message>
        <source>How it was reckoned</source>
        <translation>计算方式</translation>
    </message>
    <message>
        <source>Its requests</source>
        <translation>查看请求</translation>
    </message>
    <message>
        <source>Choose the days</source>
        <translation>选择日期</translation>
    </message>
    <message>
        <source>What if another model had answered</source>
        <translation>如果由另一个模型回答</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Show the requests of the chosen line</source>
        <translation>查看所选行的请求</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The ledger cannot be read</source>
        <translation>无法读取账本</translation>
    </message>
    <message numerus="yes">
        <source>%1 in the %n days before</source>
        <translation>
            <numerusform>之前 %n 天为 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 more than before</source>
        <translation>比之前多 %1</translation>
    </message>
    <message>
        <source>%1 less than before</source>
        <translation>比之前少 %1</translation>
    </message>
    <message>
        <source>Spent in %1</source>
        <translation>%1 支出</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>%1 % of input from cache</source>
        <translation>输入的 %1 % 来自缓存</translation>
    </message>
    <message>
        <source>Forecast, whole month</source>
        <translation>全月预测</translation>
    </message>
    <message>
        <source>%1 a day, the mean of 7 days</source>
        <translation>每天 %1（7 天均值）</translation>
    </message>
    <message>
        <source>A day, on average</source>
        <translation>日均</translation>
    </message>
    <message numerus="yes">
        <source>of %n day(s)</source>
        <translation>
            <numerusform>共 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved by Portico's cache</source>
        <translation>Portico 缓存节省</translation>
    </message>
    <message>
        <source>by repeated requests</source>
        <translation>来自重复请求</translation>
    </message>
    <message>
        <source>Every name is taken out of the chart.</source>
        <translation>所有名称都已从图表中移除。</translation>
    </message>
    <message>
        <source>%1 opened, %2 closed</source>
        <translation>已打开 %1，已关闭 %2</translation>
    </message>
    <message>
        <source>Requests of this run in the ledger: each that was opened is closed in the end</source>
        <translation>本次运行在账本中的请求：每个打开的最终都会关闭</translation>
    </message>
    <message numerus="yes">
        <source>%n without a price</source>
        <translation>
            <numerusform>%n 个没有价格</numerusform>
        </translation>
    </message>
    <message>
        <source>A request with several tags counts for each of them.</source>
        <translation>带多个标签的请求会分别计入每个标签。</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Show its requests</source>
        <translation>查看请求</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>PostgreSQL…</source>
        <translation>PostgreSQL…</translation>
    </message>
    <message>
        <source>Reads what all gateways have spent that share a database</source>
        <translation>读取共用数据库的所有网关的支出</translation>
    </message>
    <message>
        <source>The database cannot be read</source>
        <translation>无法读取数据库</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendReport</name>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendWhatIf</name>
    <message>
        <source>What if</source>
        <translation>假设</translation>
    </message>
    <message>
        <source>What if another model had answered?</source>
        <translation>如果由另一个模型回答？</translation>
    </message>
    <message>
        <source>Requests of</source>
        <translation>请求来自</translation>
    </message>
    <message>
        <source>%1: %2 in, %3 out per million</source>
        <translation>%1：每百万 输入 %2，输出 %3</translation>
    </message>
    <message>
        <source>Answered by</source>
        <translation>由其回答</translation>
    </message>
    <message>
        <source>The recorded tokens at its price of today. Another model may write more or less, and caches its own way.</source>
        <translation>按今天的价格计算已记录的 token。其他模型的输出可能更多或更少，缓存方式也不同。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>No model here has a price.</source>
        <translation>这里没有模型有价格。</translation>
    </message>
    <message>
        <source>Summing up</source>
        <translation>正在汇总</translation>
    </message>
    <message>
        <source>Answered then</source>
        <translation>当时回答</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Would cost</source>
        <translation>将花费</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差额</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无</translation>
    </message>
    <message numerus="yes">
        <source>%n further model(s)</source>
        <translation>
            <numerusform>另外 %n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Something that was used has no price there: it would cost more.</source>
        <translation>部分用量在那里没有价格：实际会更贵。</translation>
    </message>
</context>
<context>
    <name>gw::ui::SpendWords</name>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>提供商</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>no team</source>
        <translation>无团队</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 without a price</source>
        <translation>%1 个没有价格</translation>
    </message>
    <message>
        <source>%1 estimated</source>
        <translation>%1 个估算</translation>
    </message>
    <message>
        <source>%1 / M</source>
        <translation>%1 / 百万</translation>
    </message>
    <message>
        <source>uncached in</source>
        <translation>未缓存输入</translation>
    </message>
    <message>
        <source>cache read</source>
        <translation>缓存读取</translation>
    </message>
    <message>
        <source>cache write</source>
        <translation>缓存写入</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
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
<context>
    <name>gw::ui::TimeRange</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>最近一小时</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
</context>
<context>
    <name>gw::ui::TimingBars</name>
    <message>
        <source>Attempts over time</source>
        <translation>各次尝试的时间</translation>
    </message>
</context>
<context>
    <name>gw::ui::ToolLine</name>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>old address</source>
        <translation>旧地址</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>changed outside</source>
        <translation>被外部更改</translation>
    </message>
    <message>
        <source>managed</source>
        <translation>受管理</translation>
    </message>
    <message>
        <source>cannot be connected</source>
        <translation>无法连接</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>its key is blocked</source>
        <translation>其密钥已被禁用</translation>
    </message>
    <message>
        <source>the gateway has another address by now</source>
        <translation>网关现在的地址已不同</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) changed on %1</source>
        <translation>
            <numerusform>%1 更改了 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was changed</source>
        <translation>%1 已被更改</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were changed</source>
        <translation>
            <numerusform>%n 个值已被更改</numerusform>
        </translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>由 %1</translation>
    </message>
    <message>
        <source>is connected in its own settings</source>
        <translation>在其自身设置中连接</translation>
    </message>
    <message>
        <source>goes its own way</source>
        <translation>不经过网关</translation>
    </message>
    <message>
        <source>no budget</source>
        <translation>无预算</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>More for %1</source>
        <translation>%1 的更多操作</translation>
    </message>
    <message>
        <source>Change its model…</source>
        <translation>更改模型…</translation>
    </message>
    <message>
        <source>Launch once</source>
        <translation>启动一次</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Open its key</source>
        <translation>打开其密钥</translation>
    </message>
    <message>
        <source>Open its traffic</source>
        <translation>打开其流量</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Update…</source>
        <translation>更新…</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>恢复 %1</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>暂停 %1</translation>
    </message>
    <message>
        <source>Configure…</source>
        <translation>配置…</translation>
    </message>
    <message>
        <source>Steps…</source>
        <translation>步骤…</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficCells</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n 次尝试</numerusform>
        </translation>
    </message>
    <message>
        <source>No price is known for this model</source>
        <translation>该模型没有已知价格</translation>
    </message>
    <message>
        <source>Estimated: the provider told no usage</source>
        <translation>估算：提供商没有告知用量</translation>
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
        <source>In</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首字节</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>unknown program</source>
        <translation>未知程序</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>无价格</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>cut off: the gateway stopped meanwhile</source>
        <translation>中断：其间网关停止了</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>answered by the gateway itself (mock)</source>
        <translation>由网关自己回答（mock）</translation>
    </message>
    <message>
        <source>answered after another try</source>
        <translation>重试后已应答</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已应答</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficChips</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Requests that failed</source>
        <translation>失败的请求</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>缓慢</translation>
    </message>
    <message>
        <source>Requests that took longer than 10 seconds</source>
        <translation>耗时超过 10 秒的请求</translation>
    </message>
    <message>
        <source>From cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <source>Requests of which the provider had a part in its cache</source>
        <translation>提供商缓存命中一部分的请求</translation>
    </message>
    <message>
        <source>Retried</source>
        <translation>已重试</translation>
    </message>
    <message>
        <source>Requests that took more than one attempt</source>
        <translation>需要多次尝试的请求</translation>
    </message>
    <message>
        <source>Streams</source>
        <translation>流式</translation>
    </message>
    <message>
        <source>Requests that were answered piece by piece</source>
        <translation>逐段应答的请求</translation>
    </message>
    <message>
        <source>Unpriced</source>
        <translation>无价格</translation>
    </message>
    <message>
        <source>Requests to models without a known price</source>
        <translation>发往没有已知价格的模型的请求</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficPage</name>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Shows new requests as they come (F)</source>
        <translation>新请求到来时立即显示 (F)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Saves the shown requests as a file (Ctrl+E)</source>
        <translation>将显示的请求保存为文件 (Ctrl+E)</translation>
    </message>
    <message>
        <source>Which time is shown</source>
        <translation>显示哪段时间</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Nothing has come in yet</source>
        <translation>还没有任何请求</translation>
    </message>
    <message>
        <source>Set a program to this gateway's address: each of its requests appears here, with what it cost.</source>
        <translation>把程序的地址设为本网关：它的每个请求及其费用都会显示在这里。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Show all time</source>
        <translation>显示全部时间</translation>
    </message>
    <message>
        <source>No request matches</source>
        <translation>没有匹配的请求</translation>
    </message>
    <message>
        <source>There are requests, but none in this time that the filter lets through.</source>
        <translation>有请求，但这段时间内没有通过筛选的请求。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The ledger cannot be read</source>
        <translation>无法读取账本</translation>
    </message>
    <message>
        <source>Requests are still answered and kept. The reason: %1</source>
        <translation>请求仍会得到应答并记录。原因：%1</translation>
    </message>
    <message>
        <source>j/k rows · Enter details · F follow · C curl · Ctrl+G time</source>
        <translation>j/k 移动 · Enter 详情 · F 跟随 · C curl · Ctrl+G 时间</translation>
    </message>
    <message>
        <source>Filter the requests</source>
        <translation>筛选请求</translation>
    </message>
    <message>
        <source>Export the requests</source>
        <translation>导出请求</translation>
    </message>
    <message>
        <source>Go to a time</source>
        <translation>转到时间</translation>
    </message>
    <message>
        <source>Go to a time…</source>
        <translation>转到时间…</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) above</source>
        <translation>
            <numerusform>上方有 %n 个新请求</numerusform>
        </translation>
    </message>
    <message>
        <source>Only this program</source>
        <translation>只看此程序</translation>
    </message>
    <message>
        <source>Only this model</source>
        <translation>只看此模型</translation>
    </message>
    <message>
        <source>Only this provider</source>
        <translation>只看此提供商</translation>
    </message>
    <message>
        <source>Only this session</source>
        <translation>只看此会话</translation>
    </message>
    <message>
        <source>Only this status</source>
        <translation>只看此状态</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>复制为 curl</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON 行 (*.jsonl)</translation>
    </message>
    <message>
        <source>Export the shown requests</source>
        <translation>导出显示的请求</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s)</source>
        <translation>
            <numerusform>%n 个请求</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 requests or more</source>
        <translation>%1 个或更多请求</translation>
    </message>
    <message>
        <source>Copied. What was said is not kept: an example stands in its place.</source>
        <translation>已复制。对话内容不会保留，由示例代替。</translation>
    </message>
    <message>
        <source>%1 · %2 tokens in, %3 out</source>
        <translation>%1 · 输入 %2 token，输出 %3</translation>
    </message>
    <message>
        <source>Show Home</source>
        <translation>显示主页</translation>
    </message>
    <message>
        <source>The gateway is switched off</source>
        <translation>网关已关闭</translation>
    </message>
    <message>
        <source>The gateway does not run</source>
        <translation>网关没有运行</translation>
    </message>
    <message>
        <source>Requests do not arrive. The list shows what came before.</source>
        <translation>请求无法到达。列表显示之前的内容。</translation>
    </message>
    <message>
        <source>The list shows what was read before. The reason: %1</source>
        <translation>列表显示之前读取的内容。原因：%1</translation>
    </message>
    <message>
        <source>Replay on another model…</source>
        <translation>用另一个模型重放…</translation>
    </message>
    <message>
        <source>Save as HTTP archive…</source>
        <translation>另存为 HTTP 存档…</translation>
    </message>
</context>
<context>
    <name>gw::ui::TrafficView</name>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
</context>
<context>
    <name>gw::ui::Tray</name>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Open Portico</source>
        <translation>打开 Portico</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Listening on localhost:%1</source>
        <translation>正在监听 localhost:%1</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>网关没有响应</translation>
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
        <source>All traffic is paused</source>
        <translation>所有流量已暂停</translation>
    </message>
    <message>
        <source>Resume all traffic</source>
        <translation>恢复所有流量</translation>
    </message>
    <message>
        <source>Pause all traffic</source>
        <translation>暂停所有流量</translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation>已连接到 %1</translation>
    </message>
    <message>
        <source>No connection to %1</source>
        <translation>未连接到 %1</translation>
    </message>
</context>
<context>
    <name>gw::ui::UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>gw::ui::Unsaved</name>
    <message>
        <source>Save what you typed?</source>
        <translation>保存您输入的内容？</translation>
    </message>
    <message>
        <source>%1 holds changes that are not saved. Without saving they are lost.</source>
        <translation>%1 有未保存的更改。不保存将会丢失。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>gw::ui::VaultAccess</name>
    <message>
        <source>Unlock the vault</source>
        <translation>解锁保险库</translation>
    </message>
    <message>
        <source>Choose a passphrase</source>
        <translation>设置口令</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>更改口令</translation>
    </message>
    <message>
        <source>Your provider keys are kept encrypted. Until the vault is open, models that need them answer with an error.</source>
        <translation>服务商密钥已加密保存。保险库打开之前，需要这些密钥的模型会返回错误。</translation>
    </message>
    <message>
        <source>This desktop has no keychain, so a passphrase guards your provider keys. You are asked for it after each start. Nobody can restore it: whoever forgets it enters the keys again.</source>
        <translation>此桌面没有密钥环，因此由口令保护服务商密钥。每次启动后都会询问口令。口令无法恢复：忘记后需要重新输入所有密钥。</translation>
    </message>
    <message>
        <source>The new passphrase takes the place of what opens the vault today. Your keys stay as they are.</source>
        <translation>新口令将取代当前打开保险库的方式。密钥本身不变。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>新口令</translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters</source>
        <translation>
            <numerusform>至少 %n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>再次输入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The passphrase is too short.</source>
        <translation>口令太短。</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>gw::ui::WhoseSpend</name>
    <message>
        <source>This gateway</source>
        <translation>此网关</translation>
    </message>
    <message>
        <source>All gateways</source>
        <translation>所有网关</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Whose spend</source>
        <translation>谁的支出</translation>
    </message>
    <message>
        <source>All: every gateway on the same database. What was said and reckoned in single requests is known of this one alone.</source>
        <translation>所有：使用同一数据库的每个网关。单个请求的内容和计算仅此网关知道。</translation>
    </message>
    <message>
        <source>Which of the gateways on this database</source>
        <translation>此数据库上的哪个网关</translation>
    </message>
    <message>
        <source>PostgreSQL…</source>
        <translation>PostgreSQL…</translation>
    </message>
    <message>
        <source>Reads what all gateways have spent that share a database</source>
        <translation>读取共用数据库的所有网关的支出</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>%1 上的全部</translation>
    </message>
</context>
<context>
    <name>gw::ui::YamlPane</name>
    <message>
        <source>Text of the config</source>
        <translation>配置文本</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Find (Ctrl+F)</source>
        <translation>查找（Ctrl+F）</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Shows what changes, then saves (Ctrl+S)</source>
        <translation>先显示更改，然后保存（Ctrl+S）</translation>
    </message>
    <message>
        <source>Find in this file</source>
        <translation>在此文件中查找</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>上一处（Shift+F3）</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>下一处（F3）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Next (F8)</source>
        <translation>下一个（F8）</translation>
    </message>
    <message>
        <source>Ctrl+Space completes keys, Esc leaves the text</source>
        <translation>Ctrl+空格补全键名，Esc 离开文本</translation>
    </message>
    <message>
        <source>no file in use</source>
        <translation>未使用文件</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Save or revert this file before you open another.</source>
        <translation>请先保存或还原此文件，再打开其他文件。</translation>
    </message>
    <message>
        <source>changed outside</source>
        <translation>被外部更改</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>no errors</source>
        <translation>没有错误</translation>
    </message>
    <message numerus="yes">
        <source>%n models</source>
        <translation>
            <numerusform>%n 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Load what is there</source>
        <translation>载入磁盘上的内容</translation>
    </message>
    <message>
        <source>Another program has changed this file</source>
        <translation>其他程序更改了此文件</translation>
    </message>
    <message>
        <source>Nothing of it is overwritten. Compare it with what you typed, or load it; Ctrl+Z brings your text back.</source>
        <translation>其内容不会被覆盖。可与您输入的内容比较，或将其载入；按 Ctrl+Z 可找回您的文本。</translation>
    </message>
    <message>
        <source>Your text over the one on the disk</source>
        <translation>用您的文本覆盖磁盘上的文本</translation>
    </message>
    <message>
        <source>A copy of the text on the disk is kept under Backups.</source>
        <translation>磁盘上文本的副本保存在“备份”中。</translation>
    </message>
    <message>
        <source>Save mine</source>
        <translation>保存我的文本</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message numerus="yes">
        <source>%n places</source>
        <translation>
            <numerusform>%n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>This text has errors: the gateway goes on with the config that is in force.</source>
        <translation>此文本有错误：网关将继续使用当前生效的配置。</translation>
    </message>
    <message>
        <source>Rows with errors are left out.</source>
        <translation>有错误的条目会被忽略。</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>保存 %1</translation>
    </message>
    <message>
        <source>The change is in force at once. A copy of the old text is kept under Backups.</source>
        <translation>更改立即生效。旧文本的副本保存在“备份”中。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save anyway</source>
        <translation>仍然保存</translation>
    </message>
    <message>
        <source>The file could not be saved</source>
        <translation>无法保存文件</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Text that was not saved is back</source>
        <translation>未保存的文本已恢复</translation>
    </message>
    <message>
        <source>Portico ended before you saved it. Look at the changes, then save or discard them.</source>
        <translation>Portico 在您保存之前已结束。请查看更改，然后保存或放弃。</translation>
    </message>
</context>
<context>
    <name>gw::ui::routewords</name>
    <message>
        <source>by weight</source>
        <translation>按权重</translation>
    </message>
    <message>
        <source>least busy</source>
        <translation>最空闲</translation>
    </message>
    <message>
        <source>least used this minute</source>
        <translation>本分钟用量最少</translation>
    </message>
    <message>
        <source>fastest</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>cheapest</source>
        <translation>最便宜</translation>
    </message>
    <message>
        <source>only deployment</source>
        <translation>唯一的部署</translation>
    </message>
    <message>
        <source>only one left</source>
        <translation>仅剩的一个</translation>
    </message>
    <message>
        <source>retry %1</source>
        <translation>第 %1 次重试</translation>
    </message>
    <message>
        <source>fallback from %1</source>
        <translation>从 %1 转来</translation>
    </message>
    <message>
        <source>rests for %1 s after %2</source>
        <translation>因 %2 休息 %1 秒</translation>
    </message>
    <message>
        <source>is busy with %1 requests</source>
        <translation>正忙于 %1 个请求</translation>
    </message>
    <message>
        <source>its last health check failed</source>
        <translation>上次健康检查失败</translation>
    </message>
    <message>
        <source>another one holds what the request refers to</source>
        <translation>请求所引用的内容在另一个部署上</translation>
    </message>
    <message>
        <source>another one served this before</source>
        <translation>之前由另一个部署处理</translation>
    </message>
    <message>
        <source>failed this request already</source>
        <translation>已在此请求中失败</translation>
    </message>
    <message>
        <source>takes %1 tokens, the prompt has about %2</source>
        <translation>最多 %1 个 token，提示约有 %2 个</translation>
    </message>
    <message>
        <source>has used up its %1 requests this minute</source>
        <translation>已用完本分钟的 %1 个请求</translation>
    </message>
    <message>
        <source>has used up its rates this minute</source>
        <translation>已达到本分钟的速率上限</translation>
    </message>
    <message>
        <source>its region is not known</source>
        <translation>地区未知</translation>
    </message>
    <message>
        <source>is in region %1</source>
        <translation>位于地区 %1</translation>
    </message>
    <message>
        <source>its tags do not fit</source>
        <translation>标签不匹配</translation>
    </message>
    <message>
        <source>order %1 goes first</source>
        <translation>先用顺序 %1</translation>
    </message>
    <message>
        <source>its order has been tried</source>
        <translation>该顺序已尝试过</translation>
    </message>
    <message>
        <source>Exceeded budget for %1: %2 &gt;= %3</source>
        <translation>%1 超出预算：%2 &gt;= %3</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>rests, %1 s</source>
        <translation>休息中，%1 秒</translation>
    </message>
    <message>
        <source>on trial</source>
        <translation>试用中</translation>
    </message>
    <message>
        <source>check failed</source>
        <translation>检查失败</translation>
    </message>
    <message>
        <source>full</source>
        <translation>已满</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Gets no traffic for %1 s more, after %2 (status %3).</source>
        <translation>因 %2（状态 %3），还有 %1 秒不接收流量。</translation>
    </message>
    <message>
        <source>Has rested: gets one request at a time until one is answered.</source>
        <translation>休息结束：在成功回答之前每次只接收一个请求。</translation>
    </message>
    <message>
        <source>Its last health check failed.</source>
        <translation>上次健康检查失败。</translation>
    </message>
    <message>
        <source>Takes no more requests until one of its %1 is answered.</source>
        <translation>在其 %1 个请求之一得到回答之前不再接收请求。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
</TS>