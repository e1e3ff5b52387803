using System.Diagnostics;
using SsoOidc.Cache;
using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

/// <summary>The session shared with other processes: our own, and those of the official SDK.</summary>
public sealed class OtherProcessesTests
{
    [Fact]
    public async Task Eight_processes_at_once_make_one_login_and_all_get_its_token()
    {
        await using var login = await StartAsync(time: TimeProvider.System);

        var outcomes = await RunEightAsync(login);

        Assert.Equal(["Cache", "Cache", "Cache", "Cache", "Cache", "Cache", "Cache", "Login"], outcomes.Select(outcome => outcome[0]).Order(StringComparer.Ordinal));
        Assert.Equal([login.Saved!.AccessToken], outcomes.Select(outcome => outcome[1]).Distinct());
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken"], login.Operations);
    }

    [Fact]
    public async Task Eight_processes_at_once_on_an_expired_session_make_one_refresh()
    {
        await using var login = await StartAsync(time: TimeProvider.System);
        await login.ConnectAsync();
        await login.Cache.SaveTokenAsync(TokenCache.TokenKey(Session, PortalUrl), login.Saved!.Expiring(login.Time.GetUtcNow()));

        var outcomes = await RunEightAsync(login);

        Assert.Equal(["Cache", "Cache", "Cache", "Cache", "Cache", "Cache", "Cache", "Refreshed"], outcomes.Select(outcome => outcome[0]).Order(StringComparer.Ordinal));
        Assert.Equal([login.Saved!.AccessToken], outcomes.Select(outcome => outcome[1]).Distinct());
        Assert.Equal(["RegisterClient", "Authorize", "CreateToken", "CreateToken"], login.Operations);
        if (!OperatingSystem.IsWindows())
            Assert.Equal("600", UnixMode.Of(login.KeyPath));
    }

    [Fact]
    public async Task The_official_SDK_uses_and_refreshes_our_session_and_we_its()
    {
        await using var login = await StartAsync(time: TimeProvider.System);
        login.Cache = new TokenCache(Path.Combine(login.HomePath, ".aws/sso/cache"), login.Time);
        await login.ConnectAsync();

        Assert.Equal("ASIAFAKEROLE11112222", await SdkRoleAsync(login));
        Assert.Equal("GetRoleCredentials", login.Operations.Last());

        // Near its end: the SDK refreshes it and writes the file in its own way.
        await login.Cache.SaveTokenAsync(TokenCache.TokenKey(Session, PortalUrl), login.Saved!.Expiring(login.Time.GetUtcNow().AddMinutes(1)));
        var ours = login.Saved!;
        Assert.Equal("ASIAFAKEROLE11112222", await SdkRoleAsync(login));
        Assert.Equal(["CreateToken", "GetRoleCredentials"], login.Operations.TakeLast(2));
        var theirs = login.Saved!;
        Assert.NotEqual(ours.AccessToken, theirs.AccessToken);
        Assert.NotEqual(ours.RefreshToken, theirs.RefreshToken);
        Assert.Contains('\n', await File.ReadAllTextAsync(login.KeyPath, Cancel));

        Assert.Equal((SsoOidcSessionSource.Cache, theirs.AccessToken), ((await login.ConnectAsync()).Source, (await login.ConnectAsync()).AccessToken));
        Assert.Equal(SsoOidcSessionSource.Refreshed, (await login.Flow().RefreshAsync(new LoginOptions(), Cancel)).Source);
        Assert.DoesNotContain('\n', await File.ReadAllTextAsync(login.KeyPath, Cancel));
        Assert.Equal("ASIAFAKEROLE11112222", await SdkRoleAsync(login));
    }

    private static async Task<List<string[]>> RunEightAsync(LoginFixture login)
    {
        var workers = Enumerable.Range(0, 8).Select(_ => Worker.Start("connect", login.HomePath, login.Fake.Url.AbsoluteUri)).ToList();
        var outcomes = new List<string[]>();
        foreach (var worker in workers)
            outcomes.Add((await OutputAsync(worker)).Split(' '));
        return outcomes;
    }

    private static Task<string> SdkRoleAsync(LoginFixture login) => SdkAsync(login, "sdk-role", Session, PortalUrl, Region);

    /// <summary>Has the AWS SDK for .NET, in a process whose home is the login's, do something.</summary>
    internal static Task<string> SdkAsync(LoginFixture login, params string[] args)
    {
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = login.HomePath,
            ["USERPROFILE"] = login.HomePath,
            ["AWS_ENDPOINT_URL_SSO"] = login.Fake.Url.AbsoluteUri,
            ["AWS_ENDPOINT_URL_SSO_OIDC"] = login.Fake.Url.AbsoluteUri,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        return OutputAsync(Worker.Start(variables, args));
    }

    private static async Task<string> OutputAsync(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(Cancel);
            var errors = await process.StandardError.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            Assert.True(process.ExitCode == 0 && errors.Length == 0, errors);
            return (await output).Trim();
        }
    }
}
