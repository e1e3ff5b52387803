using Microsoft.Playwright;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>Both flows with a person's own tool: a real browser that clicks on the fake's pages.</summary>
[Collection(nameof(SessionCollection))]
public sealed class ChromiumTests
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly string? Browser =
        Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(25, 37, 52)")]
    public async Task Approve_leads_to_the_page_that_says_what_to_do_next(ColorScheme scheme, string card)
    {
        await using var home = await StartAsync();
        await using var tab = await Tab.OpenAsync(scheme);
        using var running = home.Start("Connect-SSOOIDCSession corp -UseBrowser -NoBrowser");
        await tab.Page.GotoAsync((await home.AddressAsync(running)).AbsoluteUri);

        await tab.Page.ClickAsync("#approve");
        await tab.Page.WaitForURLAsync("http://127.0.0.1:*/oauth/callback?*");

        Assert.Equal("Pkce", $"{(await running.EndAsync()).Single().Get("Flow")}");
        Assert.Equal("You are logged in", await tab.Page.TitleAsync());
        Assert.Equal("The session “corp” is ready.", await tab.Page.TextContentAsync("main p"));
        Assert.Equal("Close this tab and go back to the shell.", await tab.Page.TextContentAsync("p.next"));
        // The style sheet is in force only where the policy's hash fits it.
        Assert.Equal(card, await tab.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('main')).backgroundColor"));
        await tab.KeepAsync($"success-{scheme}.png");
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Deny_leads_to_the_page_that_says_why()
    {
        await using var home = await StartAsync();
        await using var tab = await Tab.OpenAsync(ColorScheme.Light);
        using var running = home.Start("Connect-SSOOIDCSession corp -UseBrowser -NoBrowser");
        await tab.Page.GotoAsync((await home.AddressAsync(running)).AbsoluteUri);

        await tab.Page.ClickAsync("#deny");
        await tab.Page.WaitForURLAsync("http://127.0.0.1:*/oauth/callback?*");

        Assert.Equal("LoginDenied,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", (await running.EndAsync()).Error().FullyQualifiedErrorId);
        Assert.Equal("The login did not succeed", await tab.Page.TitleAsync());
        Assert.StartsWith("The login was refused in the browser: The user denied the request.", await tab.Page.TextContentAsync("main p"), StringComparison.Ordinal);
        await tab.KeepAsync("failure.png");
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task A_device_code_is_approved_on_its_page()
    {
        await using var home = await StartAsync();
        await using var tab = await Tab.OpenAsync(ColorScheme.Light);
        using var running = home.Start("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser");
        var address = await home.AddressAsync(running);
        await tab.Page.GotoAsync(address.AbsoluteUri);

        Assert.Equal(Home.QueryOf(address, "user_code"), await tab.Page.TextContentAsync("#code"));
        await tab.Page.ClickAsync("#approve");

        Assert.Equal("DeviceCode", $"{(await running.EndAsync()).Single().Get("Flow")}");
        Assert.Equal("Request approved", await tab.Page.TextContentAsync("h1"));
    }

    private static Task<Home> StartAsync()
    {
        Assert.SkipWhen(Browser is null, "There is no Chromium in /usr/bin.");
        return Home.StartManualAsync();
    }

    private sealed class Tab : IAsyncDisposable
    {
        private readonly IPlaywright _playwright;
        private readonly IBrowser _browser;
        private readonly List<string> _complaints = [];

        private Tab(IPlaywright playwright, IBrowser browser, IPage page)
        {
            _playwright = playwright;
            _browser = browser;
            Page = page;
            page.Console += (_, message) =>
            {
                // Browsers ask each site for an icon by themselves; there is none, and that is no fault of a page.
                if (message.Type is "error" or "warning" && !message.Location.Contains("favicon.ico", StringComparison.Ordinal))
                    _complaints.Add(message.Text);
            };
        }

        public IPage Page { get; }

        /// <summary>What the browser wrote to its console: a policy that was broken, above all.</summary>
        public IReadOnlyList<string> Complaints => _complaints;

        public static async Task<Tab> OpenAsync(ColorScheme scheme)
        {
            var playwright = await Playwright.CreateAsync();
            var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Browser, Args = Flags });
            return new Tab(playwright, browser, await browser.NewPageAsync(new BrowserNewPageOptions { ColorScheme = scheme }));
        }

        /// <summary>Keeps a picture where the variable SSOOIDC_SCREENSHOTS names a folder for them.</summary>
        public async Task KeepAsync(string name)
        {
            if (Environment.GetEnvironmentVariable("SSOOIDC_SCREENSHOTS") is { Length: > 0 } folder)
                await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
        }

        public async ValueTask DisposeAsync()
        {
            await _browser.DisposeAsync();
            _playwright.Dispose();
        }
    }
}
