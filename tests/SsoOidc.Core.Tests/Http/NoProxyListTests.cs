using SsoOidc.Http;

namespace SsoOidc.Tests.Http;

/// <summary>What the AWS CLI and curl let a list cover.</summary>
public sealed class NoProxyListTests
{
    [Theory]
    [InlineData("example.com", "https://example.com")]
    [InlineData("example.com", "https://www.example.com")]
    [InlineData("example.com", "https://a.b.EXAMPLE.com.")]
    [InlineData("Example.COM", "https://www.example.com")]
    [InlineData(".example.com", "https://www.example.com")]
    [InlineData(".example.com", "https://example.com")]
    [InlineData("*.example.com", "https://www.example.com")]
    [InlineData("example.com.", "https://example.com")]
    [InlineData("*", "https://example.com")]
    [InlineData("*", "http://[::1]:81")]
    [InlineData("a.org, example.com", "https://www.example.com")]
    [InlineData("a.org example.com", "https://www.example.com")]
    [InlineData("a.org,,*", "https://www.example.com")]
    [InlineData("amazonaws.com", "https://oidc.eu-west-1.amazonaws.com")]
    [InlineData("example.com:8443", "https://www.example.com:8443")]
    [InlineData("example.com:443", "https://www.example.com")]
    [InlineData("localhost", "http://localhost:5000")]
    [InlineData("127.0.0.1", "http://127.0.0.1:5000")]
    [InlineData("127.0.0.1:5000", "http://127.0.0.1:5000")]
    [InlineData("10.0.0.0/8", "https://10.255.1.2")]
    [InlineData("10.1.2.0/23", "https://10.1.3.255")]
    [InlineData("169.254.169.254/32", "http://169.254.169.254")]
    [InlineData("0.0.0.0/0", "http://192.0.2.1")]
    [InlineData("::1", "http://[::1]:5000")]
    [InlineData("[::1]", "http://[::1]:5000")]
    [InlineData("[::1]:5000", "http://[::1]:5000")]
    [InlineData("fd00:ec2::/32", "http://[fd00:ec2::254]")]
    [InlineData("FD00:0EC2::254", "http://[fd00:ec2::254]")]
    public void These_are_covered(string list, string address) => Assert.True(NoProxyList.Covers(list, new Uri(address)));

    [Theory]
    [InlineData("", "https://example.com")]
    [InlineData(" , ", "https://example.com")]
    [InlineData("example.com", "https://notexample.com")]
    [InlineData("example.com", "https://example.com.evil.org")]
    [InlineData("www.example.com", "https://example.com")]
    [InlineData(".", "https://example.com")]
    [InlineData("example.com:8443", "https://www.example.com")]
    [InlineData("example.com:x", "https://www.example.com")]
    [InlineData("10.0.0.0/8", "https://11.0.0.1")]
    [InlineData("10.1.2.0/23", "https://10.1.4.0")]
    [InlineData("10.0.0.0/33", "https://10.0.0.0")]
    [InlineData("10.0.0.0/x", "https://10.0.0.0")]
    [InlineData("10.0.0.0/8", "https://host10.0.0.0.example")]
    [InlineData("fd00::/8", "https://10.0.0.1")]
    [InlineData("::1", "http://[::2]")]
    [InlineData("[::1]:80", "http://[::1]:81")]
    [InlineData("0.0.1", "http://127.0.0.1")]
    public void These_are_not(string list, string address) => Assert.False(NoProxyList.Covers(list, new Uri(address)));
}
