using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>The authorization code flow; the browser is curl, or the test itself.</summary>
[Collection(nameof(SessionCollection))]
public sealed class BrowserLoginTests
{
    private const string Manual = "Connect-SSOOIDCSession corp -UseBrowser -NoBrowser";

    [Fact]
    public async Task A_browser_command_is_run_with_the_address_and_gets_the_last_page()
    {
        await using var home = await Home.StartAsync();

        var session = (await home.RunAsync($"Connect-SSOOIDCSession corp -Browser 'curl -sL -o {home.PathOf("page.html")}'")).Single();

        Assert.Equal("Pkce", $"{session.Get("Flow")}");
        Assert.Equal("Login", $"{session.Get("Source")}");
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken"], home.Operations);
        var grant = home.Server.Journal[2].Body;
        Assert.Equal("authorization_code", grant["grantType"]);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/oauth/callback$", grant["redirectUri"]);
        Assert.Equal("""["http://127.0.0.1/oauth/callback"]""", home.Server.Journal[0].Body["redirectUris"]);
        Assert.Equal("sso:account:access", home.Server.Journal[1].Query["scopes"]);
        Assert.Contains("<title>You are logged in</title>", await File.ReadAllTextAsync(home.PathOf("page.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.StartsWith("Log in to corp in the browser that opens. If none does, open\nhttp", home.Shell.Screen.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_can_stand_inside_the_browser_command()
    {
        await using var home = await Home.StartAsync();

        (await home.RunAsync($"Connect-SSOOIDCSession corp -Browser 'curl -sL %s -o \"{home.PathOf("a page.html")}\"'")).Single();

        Assert.True(File.Exists(home.PathOf("a page.html")));
    }

    [Fact]
    public async Task The_variable_BROWSER_counts_as_a_browser_here_even_over_ssh()
    {
        await using var home = await Home.StartAsync();
        home.Set("DISPLAY", ":10.0");
        home.Set("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22");
        home.Set("BROWSER", $"curl -sL -o {home.PathOf("page.html")}");

        var session = (await home.RunAsync("Connect-SSOOIDCSession corp")).Single();

        Assert.Equal("Pkce", $"{session.Get("Flow")}");
    }

    [Theory]
    [InlineData("ssooidc-no-such-browser", "'ssooidc-no-such-browser' was not found")]
    [InlineData("false", "'false' ended with code 1")]
    [InlineData("lynx", "'lynx' is a text browser, in which the login pages do not work")]
    [InlineData("\"open", "the browser command '\"open' has an open quote")]
    public async Task A_browser_that_fails_is_a_warning_and_the_login_goes_on(string browser, string problem)
    {
        await using var home = await Home.StartAsync();
        home.Shell.Set("browser", browser);
        using var running = home.Start("Connect-SSOOIDCSession corp -Browser $browser");
        var address = await home.AddressAsync(running);
        await Home.UntilAsync(() => home.Shell.Screen.Text.Contains("WARNING", StringComparison.Ordinal), running);

        await home.VisitAsync(address);

        var run = await running.EndAsync();
        Assert.Equal("Login", $"{run.Single().Get("Source")}");
        Assert.Equal($"No browser was opened: {problem}. Open the address shown above yourself, or log in with a code: -UseDeviceCode.", Assert.Single(run.Warnings));
    }

    [Fact]
    public async Task Without_a_browser_the_bare_address_stands_on_a_line_of_its_own()
    {
        await using var home = await Home.StartAsync();
        using var running = home.Start(Manual);
        var address = await home.AddressAsync(running);

        Assert.Contains("You are logged in", await home.VisitAsync(address), StringComparison.Ordinal);

        Assert.Equal("Login", $"{(await running.EndAsync()).Single().Get("Source")}");
        var text = home.Shell.Screen.Text.ReplaceLineEndings("\n");
        Assert.Equal($"Log in to corp. Open\n{address.OriginalString}\n", text);
        Assert.StartsWith(Shell.AddressOf(home.Server) + "/authorize?", address.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fixed_port_over_ssh_comes_with_the_command_that_brings_it_here()
    {
        await using var home = await Home.StartAsync();
        home.Set("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22");
        var port = FreePort();
        using var running = home.Start($"{Manual} -RedirectPort {port}");
        var address = await home.AddressAsync(running);
        Assert.Equal(port, Home.RedirectOf(address).Port);

        await home.VisitAsync(address);

        (await running.EndAsync()).Single();
        Assert.Contains(
            $"\nWith the browser on another machine, bring it back to this shell from there first:\nssh -L {port}:127.0.0.1:{port} {Environment.UserName}@{Environment.MachineName}\n",
            home.Shell.Screen.Text.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_known_before_anything_is_sent_or_opened()
    {
        await using var home = await Home.StartAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = (await home.RunAsync($"Connect-SSOOIDCSession corp -Browser 'curl -sL' -RedirectPort {port}")).Error();

        Assert.Equal("LoginPortUnavailable,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Equal(
            $"Port {port} on 127.0.0.1 is in use by another program. Give another -RedirectPort, leave it out to take any free port, or log in with -UseDeviceCode.",
            error.Exception.Message);
        Assert.Empty(home.Server.Journal);
        Assert.Empty(home.Shell.Screen.Text);
    }

    [Fact]
    public async Task Deny_reaches_the_terminal_and_the_page()
    {
        await using var home = await Home.StartManualAsync();
        using var running = home.Start(Manual);

        var page = await home.DecideAsync(await home.AddressAsync(running), "deny");

        var error = (await running.EndAsync()).Error();
        Assert.Contains("<title>The login did not succeed</title>", page, StringComparison.Ordinal);
        Assert.Contains("The user denied the request", page, StringComparison.Ordinal);
        Assert.Equal("LoginDenied,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Equal(
            "The login was refused in the browser: The user denied the request. If that was a mistake: Connect-SSOOIDCSession -SessionName corp",
            error.Exception.Message);
        Assert.Equal("access_denied", PSObject.AsPSObject(error.Exception).Get("Error"));
    }

    [Theory]
    [InlineData("?code=stolen&state=wrong", HttpStatusCode.BadRequest)]
    [InlineData("?code=stolen", HttpStatusCode.BadRequest)]
    [InlineData("?error=access_denied&state=wrong", HttpStatusCode.BadRequest)]
    [InlineData("/../favicon.ico", HttpStatusCode.NotFound)]
    public async Task What_is_not_the_answer_to_this_login_is_ignored(string hit, HttpStatusCode status)
    {
        await using var home = await Home.StartAsync();
        using var running = home.Start(Manual);
        var address = await home.AddressAsync(running);
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri(Home.RedirectOf(address).AbsoluteUri + hit), TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        await home.VisitAsync(address);
        (await running.EndAsync()).Single();
        Assert.Single(home.Operations, "CreateToken");
    }

    [Fact]
    public async Task A_window_that_is_closed_ends_in_a_time_out_and_the_port_is_free()
    {
        await using var home = await Home.StartManualAsync();
        var port = FreePort();

        var error = (await home.RunAsync($"{Manual} -Timeout 1 -RedirectPort {port.ToString(CultureInfo.InvariantCulture)}")).Error();

        Assert.Equal("LoginTimedOut,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.StartsWith("Nobody finished the login within 1 seconds.", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(await Home.IsOpenAsync(port));
    }

    [Fact]
    public async Task A_code_that_the_service_refuses_shows_on_the_page_and_in_the_terminal()
    {
        await using var home = await Home.StartAsync();
        home.Server.AddFault(new Fault { Kind = FaultKind.Error, Operation = "CreateToken", Error = "InvalidGrantException", Description = "No such code" });
        using var running = home.Start(Manual);

        var page = await home.VisitAsync(await home.AddressAsync(running));

        Assert.Contains("The login did not succeed", page, StringComparison.Ordinal);
        Assert.Equal("InvalidGrantException,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", (await running.EndAsync()).Error().FullyQualifiedErrorId);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
