using SsoOidc.FakeEndpoint;
using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

public sealed class DisconnectTests
{
    [Fact]
    public async Task A_session_is_ended_at_the_service_and_its_token_deleted()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();

        var result = await login.DisconnectAsync();

        Assert.Equal(("my-sso", PortalUrl, Region, true, true, null), (result.SessionName, result.StartUrl, result.Region, result.Removed, result.Revoked, result.Reason));
        Assert.Equal(("Logout", 200), (login.Fake.Journal[^1].Operation, login.Fake.Journal[^1].Status));
        Assert.False(File.Exists(login.KeyPath));
    }

    [Fact]
    public async Task An_expired_access_token_is_refreshed_so_that_the_refresh_token_does_not_live_on()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.ExpireToken();
        var result = await login.DisconnectAsync();
        Assert.Equal((true, true, null), (result.Removed, result.Revoked, result.Reason));
        Assert.Equal(["CreateToken", "Logout"], login.Operations.TakeLast(2));
    }

    [Fact]
    public async Task A_session_that_is_over_is_deleted_and_that_is_told()
    {
        await using var login = await StartAsync(new FakeOptions { SessionLifetime = TimeSpan.FromHours(1) });
        await login.ConnectAsync();
        login.Advance(TimeSpan.FromHours(2));
        var result = await login.DisconnectAsync();
        Assert.Equal((true, false, "the session was over already"), (result.Removed, result.Revoked, result.Reason));
        Assert.False(File.Exists(login.KeyPath));
    }

    [Fact]
    public async Task A_token_that_the_portal_no_longer_takes_was_over()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.Fake.Reset();
        var result = await login.DisconnectAsync();
        Assert.Equal((true, false, "the session was over already"), (result.Removed, result.Revoked, result.Reason));
    }

    [Fact]
    public async Task A_portal_that_is_away_leaves_the_token_deleted_and_says_that_it_was_not_revoked()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.Fake.AddFault(new Fault { Kind = FaultKind.Status, Operation = "Logout", Status = 503 });
        var result = await login.DisconnectAsync();
        Assert.Equal((true, false, $"{login.Fake.Url.Authority} answered 503"), (result.Removed, result.Revoked, result.Reason));
        Assert.False(File.Exists(login.KeyPath));
    }

    [Fact]
    public async Task Doing_it_again_does_no_harm()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        await login.DisconnectAsync();
        var requests = login.Fake.Journal.Count;
        var result = await login.DisconnectAsync();
        Assert.Equal((false, false, "there was no token"), (result.Removed, result.Revoked, result.Reason));
        Assert.Equal(requests, login.Fake.Journal.Count);
        Directory.Delete(login.Cache.Folder, recursive: true);
        Assert.Equal("there was no token", (await login.DisconnectAsync()).Reason);
        Assert.False(Directory.Exists(login.Cache.Folder));
    }

    [Fact]
    public async Task A_damaged_file_is_left_as_it_is()
    {
        await using var login = await StartAsync();
        Directory.CreateDirectory(login.Cache.Folder);
        File.WriteAllText(login.KeyPath, "{ half");
        var result = await login.DisconnectAsync();
        Assert.Equal((false, false, "the token file cannot be read and is left as it is: it is not valid JSON"), (result.Removed, result.Revoked, result.Reason));
        Assert.True(File.Exists(login.KeyPath));
    }
}
