namespace SsoOidc.ModuleTests.Sessions;

/// <summary>What goes with -SessionName of New-SSOOIDCToken, and what does not.</summary>
[Collection(nameof(SessionCollection))]
public sealed class NewTokenOfSessionTests
{
    [Theory]
    [InlineData("-DeviceCode x", "DeviceCode")]
    [InlineData("-RefreshToken x", "RefreshToken")]
    [InlineData("-Code x -RedirectUri http://127.0.0.1:1/x", "Code")]
    [InlineData("-GrantType refresh_token", "GrantType")]
    [InlineData("-Wait", "Wait")]
    [InlineData("-EndpointUrl https://oidc.example", "EndpointUrl")]
    public async Task What_describes_a_grant_is_refused(string arguments, string parameter)
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        var before = home.Server.Journal.Count;

        var error = (await home.RunAsync($"New-SSOOIDCToken -SessionName corp {arguments}")).Error();

        Assert.Equal("InvalidArgument,SsoOidc.Commands.NewSSOOIDCTokenCommand", error.FullyQualifiedErrorId);
        Assert.Equal($"-SessionName refreshes the token that the session has: give it without -{parameter}.", error.Exception.Message);
        Assert.Equal(before, home.Server.Journal.Count);
    }

    [Fact]
    public async Task Select_picks_from_the_session_and_is_checked_first()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();

        Assert.Equal("Refreshed", $"{(await home.RunAsync("New-SSOOIDCToken -SessionName corp -Select Source")).Single()}");
        var before = home.Server.Journal.Count;
        var error = (await home.RunAsync("New-SSOOIDCToken -SessionName corp -Select IdToken")).Error();

        Assert.StartsWith("-Select 'IdToken' is not a member of the output or a parameter.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, home.Server.Journal.Count);
    }

    [Fact]
    public async Task Select_is_completed_with_the_members_of_a_session()
    {
        await using var home = await Home.StartAsync();

        Assert.Contains(home.Shell.Complete("New-SSOOIDCToken -SessionName corp -Select Cache"), match => match.CompletionText == "CachePath");
        Assert.DoesNotContain(home.Shell.Complete("New-SSOOIDCToken -ClientId x -Select Cache"), match => match.CompletionText == "CachePath");
    }

    [Fact]
    public async Task The_settings_of_the_call_count()
    {
        await using var home = await Home.StartAsync();
        await home.GivenLoginAsync();
        home.Server.AddFault(new Fault { Kind = FaultKind.Status, Operation = "CreateToken", Status = 503, Times = 5 });
        var before = home.Server.Journal.Count;

        (await home.RunAsync("New-SSOOIDCToken -SessionName corp -MaximumRetryCount 0")).Error();

        Assert.Equal(1, home.Server.Journal.Count - before);
    }
}
