namespace SsoOidc.Tests.Client.Models;

public sealed class GrantTypesTests
{
    [Theory]
    [InlineData(GrantTypes.DeviceCode, "urn:ietf:params:oauth:grant-type:device_code", true)]
    [InlineData(GrantTypes.TokenExchange, "urn:ietf:params:oauth:grant-type:token-exchange", true)]
    [InlineData(GrantTypes.AuthorizationCode, "authorization_code", false)]
    [InlineData(GrantTypes.RefreshToken, "refresh_token", false)]
    [InlineData(GrantTypes.JwtBearer, "urn:ietf:params:oauth:grant-type:jwt-bearer", false)]
    [InlineData("something_new", "something_new", false)]
    public void A_grant_is_spelled_as_on_the_wire_and_only_a_reusable_one_may_be_sent_again(string grant, string wire, bool replaySafe)
    {
        Assert.Equal(wire, grant);
        Assert.Equal(replaySafe, A.Token(grant).ReplaySafe);
        Assert.Equal(replaySafe, A.IamToken(grant).ReplaySafe);
    }

    [Fact]
    public void Operations_without_a_grant_may_be_sent_again()
    {
        Assert.True(A.Registration.ReplaySafe);
        Assert.True(A.DeviceStart.ReplaySafe);
    }
}
