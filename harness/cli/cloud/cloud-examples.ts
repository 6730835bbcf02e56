/** What `esp-at-bench cloud --help` says below its flags. */
export const EXAMPLES = `
Examples:
  $ esp-at-bench cloud
      on 127.0.0.1 and a free port, with credentials in a folder that goes with it
  $ esp-at-bench cloud --port 8883 --dir my-cloud
      the same cloud each time: a board that was provisioned yesterday connects today
  $ esp-at-bench cloud --host 0.0.0.0 --port 8883 --name 192.168.1.5 --dir my-cloud
      for real boards in this network, which find it at 192.168.1.5
  $ esp-at-bench cloud --personality expired
      to see what a device makes of a server whose certificate has expired
  $ mosquitto_pub -h localhost -p PORT --cafile DIR/root-CA.crt --cert DIR/bench-thing-1.cert.pem \\
      --key DIR/bench-thing-1.private.key -i basicPubSub -t sdk/test/Python -q 1 -m hello

AWS's SDKs and its command line make things, certificates and policies here as they do at AWS. Any access key will do:
the stand-in wants requests signed and does not check by whom.
  $ esp-at-bench cloud --port 8883 --http-port 8080
  $ export AWS_ENDPOINT_URL_IOT=http://127.0.0.1:8080 AWS_REGION=eu-west-1    (version 1: AWS_DEFAULT_REGION)
  $ export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
  $ aws iot create-thing --thing-name lamp
  $ aws iot create-keys-and-certificate --set-as-active --certificate-pem-outfile lamp.cert.pem \\
      --private-key-outfile lamp.private.key
  $ aws iot create-job --job-id reboot-1 --document '{"operation":"reboot"}' \\
      --targets arn:aws:iot:eu-west-1:123456789012:thing/lamp
  and in a program:  new IoTClient({}).send(new ListThingsCommand({}))
Messages, shadows and connections are the data plane's, at the address that the first line calls httpData:
  $ export AWS_ENDPOINT_URL_IOT_DATA_PLANE=http://127.0.0.1:8081     (with --http-data-port 8081)
  $ aws iot-data update-thing-shadow --thing-name lamp --cli-binary-format raw-in-base64-out \\
      --payload '{"state":{"desired":{"on":true}}}' answer.json
What is made this way is forgotten at the end; --dir keeps the first thing alone.

The first thing has the policy that AWS's console used to make: client ids sdk-java, basicPubSub and sdk-nodejs-*,
topics sdk/test/java, sdk/test/Python, topic_1 and topic_2. Edit the policy file in DIR and start again to change it.

The first line tells where the cloud is, its HTTP address too, and where the files are. Each further line is an event,
in order. Ctrl-C ends.`;
