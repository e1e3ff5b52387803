using System.Text.RegularExpressions;

namespace SsoOidc.DemoTests;

public sealed partial class DemoTests
{
    [Fact]
    public async Task The_demo_logs_in_refreshes_exchanges_and_ends_with_one_clear_line()
    {
        // Settings of a person that would lead a login elsewhere, or end it.
        var demo = await DemoProcess.RunAsync([], environment: new Dictionary<string, string>
        {
            ["AWS_PROFILE"] = "absent",
            ["AWS_USE_FIPS_ENDPOINT"] = "true",
            ["HTTP_PROXY"] = "http://127.0.0.1:9",
        });

        Assert.Equal("", demo.Errors);
        Assert.Equal(0, demo.ExitCode);
        Assert.Contains("PS> $token = Register-SSOOIDCClient", demo.Output, StringComparison.Ordinal);
        Assert.Contains(">>     New-SSOOIDCToken -Wait", demo.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nhttp://127\.0\.0\.1:\d+/device\?user_code=[A-Z]{4}-[A-Z]{4}\r?\n", demo.Output);
        Assert.Contains("PS> $token = $token | New-SSOOIDCToken", demo.Output, StringComparison.Ordinal);
        Assert.Contains("PS> New-SSOOIDCTokenWithIAM", demo.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nThe demo passed: \d+ commands in \d+[.,]\d s\.\r?\n\z", demo.Output);

        // Secrets are masked, and a file gets no escape sequences.
        Assert.Equal(3, AccessToken().Count(demo.Output));
        Assert.DoesNotMatch("(aoaA|aorA|eyJ0|fic4)[A-Za-z0-9_-]", demo.Output);
        Assert.DoesNotContain('\x1b', demo.Output);
    }

    [Fact]
    public async Task A_demo_that_fails_says_at_which_command_and_ends_with_1()
    {
        // Discard: nothing answers at port 9 of this machine.
        var demo = await DemoProcess.RunAsync(
            ["-StartUrl", "https://example.awsapps.com/start", "-Region", "eu-west-1"],
            environment: new Dictionary<string, string> { ["AWS_ENDPOINT_URL_SSO_OIDC"] = "http://127.0.0.1:9", ["AWS_MAX_ATTEMPTS"] = "1" });

        Assert.Equal(1, demo.ExitCode);
        Assert.StartsWith("Register-SSOOIDCClient:", demo.Errors, StringComparison.Ordinal);
        Assert.EndsWith("The demo ended without success at command 3." + Environment.NewLine, demo.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("passed", demo.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^AccessToken +: aoaA… \(\d+ characters\)\r?$", RegexOptions.Multiline)]
    private static partial Regex AccessToken();
}
