using SsoOidc.Client.Models;


namespace SsoOidc.Tests.Client.Models;

public sealed class OperationTests
{
    [Theory]
    [InlineData("https://h", "https://h/token?aws_iam=t")]
    [InlineData("https://h/", "https://h/token?aws_iam=t")]
    [InlineData("http://127.0.0.1:8080/base", "http://127.0.0.1:8080/base/token?aws_iam=t")]
    [InlineData("http://127.0.0.1:8080/base/", "http://127.0.0.1:8080/base/token?aws_iam=t")]
    [InlineData("https://h/a b/é", "https://h/a%20b/%C3%A9/token?aws_iam=t")]
    [InlineData("https://h/a%2Fb", "https://h/a%2Fb/token?aws_iam=t")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/token?aws_iam=t")]
    public void The_path_is_appended_to_that_of_the_endpoint(string endpoint, string expected) =>
        Assert.Equal(expected, Operation.CreateTokenWithIAM.AddressAt(new Uri(endpoint)).AbsoluteUri);

    [Fact]
    public void Only_the_IAM_operation_is_signed()
    {
        Assert.False(Operation.RegisterClient.IsSigned);
        Assert.False(Operation.StartDeviceAuthorization.IsSigned);
        Assert.False(Operation.CreateToken.IsSigned);
        Assert.True(Operation.CreateTokenWithIAM.IsSigned);
    }
}
