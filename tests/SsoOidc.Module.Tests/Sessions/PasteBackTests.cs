using System.Net;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>The address that a browser elsewhere ended on, typed into the shell.</summary>
[Collection(nameof(SessionCollection))]
public sealed class PasteBackTests
{
    private const string Script = "Connect-SSOOIDCSession corp -UseBrowser -NoBrowser";
    private const string Invitation = "Or paste the address that the browser ends on here and press Enter. It is not shown. Paste it nowhere else.";

    [Theory]
    [InlineData("{0}\r")]
    [InlineData("  \"{0}\"  \n")]
    [InlineData("x\b{0}y\u007f\r")]
    public async Task A_pasted_address_logs_in_and_is_not_shown(string typed)
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        using var running = home.Start(Script);
        var address = await home.AddressAsync(running);
        var last = await LastAddressAsync(address);

        keyboard.Type(typed.Replace("{0}", last, StringComparison.Ordinal));

        var session = (await running.EndAsync()).Single();
        Assert.Equal("Login", $"{session.Get("Source")}");
        Assert.Equal("Pkce", $"{session.Get("Flow")}");
        Assert.Contains(Invitation, home.Shell.Screen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", home.Shell.Screen.Text, StringComparison.Ordinal);
        Assert.Empty(home.Server.SecretsIn(home.Shell.Screen.Text));
        Assert.Empty(home.Shell.Screen.Questions);
    }

    [Fact]
    public async Task What_is_not_the_answer_is_a_warning_that_does_not_repeat_it()
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        using var running = home.Start(Script);
        var address = await home.AddressAsync(running);

        keyboard.Type("\rhttp://127.0.0.1/oauth/callback?code=canary&state=wrong\r");
        await Home.UntilAsync(() => home.Shell.Screen.Text.Contains("WARNING", StringComparison.Ordinal), running);
        keyboard.Type(await LastAddressAsync(address) + "\r");

        var run = await running.EndAsync();
        run.Single();
        Assert.Equal(
            $"That is not the answer to this login. Paste the whole address that the browser ended on; it begins with {Home.RedirectOf(address)}?",
            Assert.Single(run.Warnings));
        Assert.DoesNotContain("canary", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pasted_refusal_ends_the_login()
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        using var running = home.Start(Script);
        var address = await home.AddressAsync(running);

        keyboard.Type($"{Home.RedirectOf(address)}?error=access_denied&error_description=Not+today&state={Home.QueryOf(address, "state")}\r");

        var error = (await running.EndAsync()).Error();
        Assert.Equal("LoginDenied,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.StartsWith("The login was refused in the browser: Not today.", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_comes_back_first_wins_and_later_keys_stay_for_the_shell()
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        using var running = home.Start(Script);

        await home.VisitAsync(await home.AddressAsync(running));

        (await running.EndAsync()).Single();
        keyboard.Type("ls\r");
        await home.RunAsync("Get-SSOOIDCSession");
        Assert.Equal(3, keyboard.Left);
    }

    [Fact]
    public async Task A_key_that_comes_up_is_not_waited_upon()
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        keyboard.Release('\r');
        using var running = home.Start(Script);
        var address = await home.AddressAsync(running);
        keyboard.Release('x');

        await home.VisitAsync(address);

        (await running.EndAsync()).Single();
    }

    [Fact]
    public async Task Ctrl_C_that_comes_as_a_key_stops_the_login()
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        using var running = home.Start($"{Script}; $Host.UI.WriteLine('went on')");
        await home.AddressAsync(running);

        keyboard.Type("\u0003");

        await Assert.ThrowsAsync<PipelineStoppedException>(running.EndAsync);
        Assert.DoesNotContain("went on", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_a_keyboard_is_not_told_to_paste()
    {
        await using var home = await Home.StartAsync();
        using var running = home.Start(Script);

        await home.VisitAsync(await home.AddressAsync(running));

        (await running.EndAsync()).Single();
        Assert.DoesNotContain("paste", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keyboard_that_fails_is_told_and_the_browser_can_still_come_back()
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        keyboard.IsBroken = true;
        keyboard.Type("x");
        using var running = home.Start(Script);
        var address = await home.AddressAsync(running);
        await Home.UntilAsync(() => home.Shell.Screen.Text.Contains("WARNING", StringComparison.Ordinal), running);

        await home.VisitAsync(address);

        var run = await running.EndAsync();
        Assert.Equal("Login", $"{run.Single().Get("Source")}");
        Assert.Equal("The keyboard cannot be read here, so nothing can be pasted. The browser may still come back by itself; else log in with a code: -UseDeviceCode.", Assert.Single(run.Warnings));
    }

    [Fact]
    public async Task A_stop_ends_the_reading_of_keys()
    {
        await using var home = await Home.StartAsync();
        var keyboard = home.GivenKeyboard();
        using var running = home.Start(Script);
        await home.AddressAsync(running);

        var run = await running.StopAsync();

        Assert.Equal(PSInvocationState.Stopped, run.State);
        keyboard.Type("ls\r");
        await home.RunAsync("Get-SSOOIDCSession");
        Assert.Equal(3, keyboard.Left);
    }

    /// <summary>Where a browser on another machine ends: it sees the redirect, and nothing answers it there.</summary>
    private static async Task<string> LastAddressAsync(Uri address)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return response.Headers.Location!.AbsoluteUri;
    }
}
