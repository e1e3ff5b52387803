using System.Text.RegularExpressions;
using SsoOidc.ModuleTests.Hosting;
using SsoOidc.ModuleTests.Sessions;

namespace SsoOidc.ModuleTests.Help;

/// <summary>
/// Somebody who tries the examples of a page one after the other, in one shell, and approves what they are asked to. The scripts are run as
/// they stand: the fake endpoint is in the environment, and so are keys; home is an empty folder with the config file of docs/settings.md.
/// </summary>
internal sealed partial class Reader : IAsyncDisposable
{
    // What the examples take for granted. The cmdlets of AWS.Tools are those of the folder AwsTools.
    private const string Given = """
        Microsoft.PowerShell.Core\Import-Module -Assembly $awsTools -Scope Global
        function Get-S3Bucket {
            param(
                [Parameter(ValueFromPipelineByPropertyName)] [string] $AccessKey, [Parameter(ValueFromPipelineByPropertyName)] [string] $SecretKey,
                [Parameter(ValueFromPipelineByPropertyName)] [string] $SessionToken, [Parameter(ValueFromPipelineByPropertyName)] $Region)
            process { if ($AccessKey -notlike 'ASIAFAKEROLE*' -or -not $SecretKey -or -not $SessionToken -or -not $Region) { throw 'No keys.' } }
        }
        function Set-AWSCredential { param($AccessKey, $SecretKey, $SessionToken, $StoreAs, $Scope) if (-not $AccessKey -or -not $SecretKey) { throw 'No keys.' } }
        function Import-Module($Name, $Prefix) { Microsoft.PowerShell.Core\Import-Module ($Name -replace '^SsoOidc$', $manifest) -Prefix $Prefix -Scope Global }
        function Invoke-RestMethod { param($Method, $Uri, $Body, $Headers) if (-not $Body -and -not $Headers) { throw 'Nothing is sent.' } }

        $client = Register-SSOOIDCClient my-script -Scope sso:account:access -Region eu-west-1
        $token = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken
        $session = Connect-SSOOIDCSession work -StartUrl https://example.awsapps.com/start -Region eu-west-1 -UseBrowser -NoBrowser
        $app = 'arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-1234567890abcdef'
        $verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
        $pkceClient = Register-SSOOIDCClient my-script -Region eu-west-1 -GrantType authorization_code, refresh_token `
            -RedirectUris http://127.0.0.1/oauth/callback -IssuerUrl https://example.awsapps.com/start -Scope sso:account:access
        """;

    // What is good for one use.
    private const string GivenAnew = """
        $device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
        $jwt = 'eyJhbGciOiJub25lIn0.' + [Buffers.Text.Base64Url]::EncodeToString([Text.Encoding]::UTF8.GetBytes("{`"jti`":`"$([guid]::NewGuid())`"}")) + '.c2ln'
        """;

    // Of the verifier above: RFC 7636 appendix B.
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string RedirectUri = "http://127.0.0.1:8400/oauth/callback";

    private readonly Home _home;

    private Reader(Home home, bool isConfigured)
    {
        _home = home;
        var keys = new FakeOptions();
        home.Config = (isConfigured ? ConfigOfThePage() : "") + $"\n[profile broker]\naws_access_key_id = {keys.AccessKey}\naws_secret_access_key = {keys.SecretKey}\n";
        home.Set("AWS_ACCESS_KEY_ID", keys.AccessKey);
        home.Set("AWS_SECRET_ACCESS_KEY", keys.SecretKey);
        home.Set("AWS_SESSION_TOKEN", null);
        home.Set("SSOOIDC_LOGIN_FLOW", "device");
        home.Set("BROWSER", OperatingSystem.IsWindows() ? "cmd.exe /c rem" : "true");
        home.Shell.Set("manifest", TestEnvironment.Manifest);
        home.Shell.Set("awsTools", typeof(AwsTools.AwsToolsCmdlet).Assembly);
    }

    /// <param name="isConfigured">Whether the session of docs/settings.md is in the config file. Who reads README has none yet.</param>
    public static async Task<Reader> StartAsync(bool isConfigured)
    {
        var reader = new Reader(await Home.StartAsync(new FakeOptions
        {
            Region = "eu-west-1",
            Accounts = [new("123456789012", "Example", "aws@example.com", ["ReadOnly", "TokenBroker"])],
        }), isConfigured);
        await reader.RunAsync(Given);
        return reader;
    }

    /// <summary>Runs a script and returns what came on the screen. Any error fails the test.</summary>
    public async Task<string> TryAsync(DocumentedScript script)
    {
        await RunAsync(GivenAnew);
        if (script.Code.Contains("$code", StringComparison.Ordinal))
            await RunAsync($"$code = '{await GetCodeAsync()}'");
        // A login that is asked for shall not be met by the token of the last one.
        if (script.Code.Contains("-Use", StringComparison.Ordinal))
            await RunAsync("$null = Disconnect-SSOOIDCSession -All");
        var before = _home.Shell.Screen.Text.Length;
        // As at the prompt: in this scope, and all but errors on the screen.
        await RunAsync($". {{\n{script.Code}\n}} 3>&1 4>&1 5>&1 6>&1 | Out-Default");
        return _home.Shell.Screen.Text[before..];
    }

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    private static string ConfigOfThePage() =>
        File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "settings.md")).Split("```ini\n")[1].Split("```")[0];

    private async Task RunAsync(string script)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var approving = ApproveAsync(_home.Shell.Screen.Text.Length, ended.Token);
        using var running = _home.Start(script);
        var end = running.EndAsync();
        await await Task.WhenAny(end, approving);
        var run = await end;
        await ended.CancelAsync();
        await approving;
        Assert.True(run.Errors.Count == 0, $"{script}\nended with: {string.Join('\n', run.Errors)}");
    }

    /// <summary>Opens the address that a browser login shows. The fake approves at once, and the redirect leads back to the shell.</summary>
    private async Task ApproveAsync(int seen, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
                if (AuthorizeAddress().Match(_home.Shell.Screen.Text, seen) is not { Success: true } address)
                    continue;
                seen = address.Index + address.Length;
                await _home.VisitAsync(new Uri(address.Value));
            }
        }
        catch (OperationCanceledException)
        {
            // The script has ended.
        }
    }

    private async Task<string> GetCodeAsync()
    {
        var client = (await _home.RunAsync("$pkceClient.ClientId")).Single();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        var query = $"response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(RedirectUri)}&state=s&code_challenge_method=S256&code_challenge={Challenge}&scopes=sso%3Aaccount%3Aaccess";
        using var reply = await browser.GetAsync(new Uri($"{Shell.AddressOf(_home.Server)}/authorize?{query}"), TestContext.Current.CancellationToken);
        return Home.QueryOf(reply.Headers.Location!, "code");
    }

    // With the line's end, so that the whole of it is there.
    [GeneratedRegex(@"https?://\S+/authorize\?\S+(?=\s)")]
    private static partial Regex AuthorizeAddress();
}
