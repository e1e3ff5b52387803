using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>
/// A home directory, a fake endpoint and a shell, to which the variables of the process lead until it is disposed: only for tests of
/// <see cref="SessionCollection"/>. One session is configured: <c>corp</c>.
/// </summary>
internal sealed class Home : IAsyncDisposable
{
    public const string StartUrl = "https://corp.awsapps.com/start";
    public const string Corp = $"[sso-session corp]\nsso_start_url = {StartUrl}\nsso_region = eu-west-1\n";

    // What tells a login where it runs; the machine of the tests has no say in it.
    private static readonly string[] Surroundings =
    [
        "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY", "CODESPACES", "REMOTE_CONTAINERS", "REMOTE_CONTAINERS_IPC", "WSL_DISTRO_NAME", "WSL_INTEROP",
        "DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SSOOIDC_LOGIN_FLOW", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "CODEBUILD_BUILD_ID", "JENKINS_URL",
        "BUILDKITE", "CIRCLECI", "TEAMCITY_VERSION", "BITBUCKET_BUILD_NUMBER", "APPVEYOR", "TRAVIS", "CI", "CLOUD_SHELL", "ACC_CLOUD",
        "AZUREPS_HOST_ENVIRONMENT", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
    ];

    private readonly Dictionary<string, string?> _before = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ssooidc-");
    private readonly HttpClient _browser = new();

    private Home(FakeServer server)
    {
        Server = server;
        foreach (var variable in Surroundings)
            Set(variable, null);
        Set("HOME", Folder);
        Set("USERPROFILE", Folder);
        Set("AWS_CONFIG_FILE", null);
        Set("AWS_SHARED_CREDENTIALS_FILE", null);
        Set("AWS_ENDPOINT_URL_SSO_OIDC", Shell.AddressOf(server));
        Set("AWS_ENDPOINT_URL_SSO", Shell.AddressOf(server));
        Directory.CreateDirectory(Path.Combine(Folder, ".aws"));
        Config = Corp;
        Shell = new Shell(server);
    }

    public FakeServer Server { get; }

    public Shell Shell { get; }

    public string Folder => _folder.FullName;

    public string CacheFolder => Path.Combine(Folder, ".aws", "sso", "cache");

    /// <summary>The text of the config file.</summary>
    public string Config
    {
        get => File.ReadAllText(Path.Combine(Folder, ".aws", "config"));
        set => File.WriteAllText(Path.Combine(Folder, ".aws", "config"), value);
    }

    /// <summary>The operations that the fake was asked for, in their order.</summary>
    public IEnumerable<string> Operations => Server.Journal.Select(request => request.Operation);

    public static async Task<Home> StartAsync(FakeOptions? options = null) =>
        new(await FakeServer.StartAsync(options, TestContext.Current.CancellationToken));

    /// <summary>With a person on the fake's pages, who is the test.</summary>
    public static Task<Home> StartManualAsync() => StartAsync(new FakeOptions { Approve = ApproveMode.Manual });

    /// <summary>Sets a variable of the process; the old value comes back at the end.</summary>
    public void Set(string variable, string? value)
    {
        _before.TryAdd(variable, Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, value);
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The token's file of a session, by its name or start URL.</summary>
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "It is how the AWS CLI names its files.")]
    public string TokenPath(string session) =>
        Path.Combine(CacheFolder, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(session))) + ".json");

    public JsonObject Token(string session) => JsonNode.Parse(File.ReadAllText(TokenPath(session)))!.AsObject();

    /// <summary>Writes a token as another tool would; it cannot be refreshed.</summary>
    public void GivenToken(string session, TimeSpan remaining, string startUrl = StartUrl)
    {
        Directory.CreateDirectory(CacheFolder);
        File.WriteAllText(TokenPath(session), new JsonObject
        {
            ["startUrl"] = startUrl,
            ["region"] = "eu-west-1",
            ["accessToken"] = "canary-" + session,
            ["expiresAt"] = Moment(remaining),
        }.ToJsonString());
    }

    /// <summary>Logs in to a session at the fake without a person.</summary>
    public async Task GivenLoginAsync(string arguments = "corp")
    {
        (await RunAsync($"Connect-SSOOIDCSession {arguments} -Browser 'curl -sL -o {PathOf("page.html")}'")).Single();
    }

    /// <summary>Gives the shell a keyboard.</summary>
    public TestKeyboard GivenKeyboard()
    {
        Shell.Screen.Keyboard.IsThere = true;
        return Shell.Screen.Keyboard;
    }

    /// <summary>Moves the end of a session's token.</summary>
    public void SetRemaining(TimeSpan remaining, string session = "corp")
    {
        var token = Token(session);
        token["expiresAt"] = Moment(remaining);
        File.WriteAllText(TokenPath(session), token.ToJsonString());
    }

    public Task<Run> RunAsync(string script) => Shell.RunAsync(script);

    public RunningScript Start(string script) => Shell.Start(script);

    /// <summary>The address that a running login shows, on a line of its own.</summary>
    public async Task<Uri> AddressAsync(RunningScript running)
    {
        string? line = null;
        await UntilAsync(() => (line = AddressIn(Shell.Screen.Text)) is not null, running);
        return new Uri(line!);
    }

    public static string? AddressIn(string text) =>
        Array.Find(text.ReplaceLineEndings("\n").Split('\n')[..^1], line => line.StartsWith("http", StringComparison.Ordinal));

    /// <summary>Opens an address as a browser does, redirects followed, and gives the last page.</summary>
    public async Task<string> VisitAsync(Uri address)
    {
        using var response = await _browser.GetAsync(address, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Presses a button on the page at an address, and gives the page that comes then.</summary>
    public async Task<string> DecideAsync(Uri address, string decision)
    {
        var page = await VisitAsync(address);
        var hidden = page.Split("type=\"hidden\" name=\"")[1].Split('"');
        using var form = new FormUrlEncodedContent([new(hidden[0], hidden[2]), new("decision", decision)]);
        using var response = await _browser.PostAsync(new Uri(address, address.AbsolutePath), form, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The address that the browser of a running login comes back to.</summary>
    public static Uri RedirectOf(Uri address) => new(Uri.UnescapeDataString(QueryOf(address, "redirect_uri")));

    public static string QueryOf(Uri address, string name) =>
        address.Query.TrimStart('?').Split('&').Single(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    public static async Task UntilAsync(Func<bool> condition, RunningScript running)
    {
        while (!condition())
        {
            if (running.HasEnded)
                Assert.Fail("The script ended too early: " + string.Join('\n', (await running.EndAsync()).Errors));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether anything listens on a port.</summary>
    public static async Task<bool> IsOpenAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Server.DisposeAsync();
        _browser.Dispose();
        foreach (var (variable, value) in _before)
            Environment.SetEnvironmentVariable(variable, value);
        _folder.Delete(recursive: true);
    }

    private static string Moment(TimeSpan remaining) =>
        (DateTimeOffset.UtcNow + remaining).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
