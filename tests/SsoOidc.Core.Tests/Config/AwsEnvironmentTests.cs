using SsoOidc.Config;



namespace SsoOidc.Tests.Config;

public sealed class AwsEnvironmentTests
{
    [Theory]
    [InlineData(false, "/home/me", "C:\\Users\\me", "/home/me")]
    [InlineData(true, "/home/me", "C:\\Users\\me", "C:\\Users\\me")]
    [InlineData(true, "/home/me", null, "D:\\me")]
    public void The_home_directory_is_where_the_aws_cli_looks(bool isWindows, string home, string? userProfile, string expected)
    {
        var environment = new AwsEnvironment(
            name => name switch { "HOME" => home, "USERPROFILE" => userProfile, "HOMEDRIVE" => "D:", "HOMEPATH" => "\\me", _ => null },
            isWindows: isWindows);

        Assert.Equal(expected, environment.HomeDirectory);
    }

    [Fact]
    public void Without_variables_the_home_directory_is_the_systems() =>
        Assert.Equal(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), new AwsEnvironment(_ => null).HomeDirectory);

    [Theory]
    [InlineData("~", "/h")]
    [InlineData("~/x", "/h/x")]
    [InlineData("~x", "~x")]
    [InlineData("/a/~/b", "/a/~/b")]
    public void Only_a_leading_tilde_is_the_home_directory(string path, string expected) =>
        Assert.Equal(expected, new AwsEnvironment(_ => null, "/h", isWindows: false).ExpandHome(path).Replace(Path.DirectorySeparatorChar, '/'));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("  ", null)]
    [InlineData(" x ", "x")]
    public void A_blank_variable_is_not_set(string? value, string? expected) =>
        Assert.Equal(expected, new AwsEnvironment(_ => value, "/h").Get("ANY"));
}
