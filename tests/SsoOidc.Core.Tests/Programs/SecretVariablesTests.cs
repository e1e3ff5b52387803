using System.Diagnostics;
using SsoOidc.Programs;

namespace SsoOidc.Tests.Programs;

public sealed class SecretVariablesTests
{
    [Theory]
    [InlineData("AWS_SECRET_ACCESS_KEY", true)]
    [InlineData("AWS_ACCESS_KEY_ID", true)]
    [InlineData("AWS_SESSION_TOKEN", true)]
    [InlineData("AWS_SECURITY_TOKEN", true)]
    [InlineData("AWS_BEARER_TOKEN_BEDROCK", true)]
    [InlineData("AWS_CONTAINER_AUTHORIZATION_TOKEN", true)]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", true)]
    [InlineData("aws_secret_access_key", true)]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("AZURE_CLIENT_SECRET", true)]
    [InlineData("PGPASSWORD", true)]
    [InlineData("SOME_API_KEY", true)]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", false)]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", false)]
    [InlineData("AWS_PROFILE", false)]
    [InlineData("PATH", false)]
    [InlineData("DISPLAY", false)]
    [InlineData("XAUTHORITY", false)]
    [InlineData("DBUS_SESSION_BUS_ADDRESS", false)]
    [InlineData("GNOME_KEYRING_CONTROL", false)]
    public void A_secret_is_known_by_its_name(string name, bool expected) => Assert.Equal(expected, SecretVariables.IsSecret(name));

    [Fact]
    public void They_are_taken_from_a_child_and_the_password_from_its_proxy()
    {
        var start = new ProcessStartInfo("x");
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "canary";
        start.Environment["AWS_REGION"] = "eu-west-1";
        start.Environment["https_proxy"] = "http://me:canary@proxy:8080";

        SecretVariables.RemoveFrom(start);

        Assert.False(start.Environment.ContainsKey("AWS_SECRET_ACCESS_KEY"));
        Assert.Equal("eu-west-1", start.Environment["AWS_REGION"]);
        Assert.Equal("http://proxy:8080", start.Environment["https_proxy"]);
    }
}
